package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Transport;
import java.util.Set;

/** Redis lists: {@code redis://host[:6379][/db]?list=KEY[&capacity=N][&reconnect=5m]}. */
public final class RedisTransport implements Transport {

  @Override
  public Set<String> schemes() {
    return Set.of("redis");
  }

  @Override
  public void check(Address address) {
    RedisList.of(address);
  }

  @Override
  public String guarantee(Address address) {
    return "a message stays in Redis until its reader has acknowledged it; a reader that dies before"
        + " that gives it back, so it may come twice but is not lost on the way";
  }

  @Override
  public void probe(Address address) {
    new RedisLink(RedisList.of(address), "read from").close();
  }

  @Override
  public MessageWriter openWriter(Address address) throws InterruptedException {
    return new RedisListWriter(RedisList.of(address));
  }

  @Override
  public MessageReader openReader(Address address, int maxMessage) throws InterruptedException {
    return new RedisListReader(RedisList.of(address), maxMessage, RedisListReader.LEASE);
  }
}
