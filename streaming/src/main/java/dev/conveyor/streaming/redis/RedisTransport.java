package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.EnvelopeWriter;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
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
    return "at least once up to the reader's acknowledgment: what a reader holds when it dies goes"
        + " back to the list";
  }

  @Override
  public void probe(Address address) {
    RedisList list = RedisList.of(address);
    new RedisLink(list.server(), list.key(), "list", "read from").close();
  }

  @Override
  public boolean keeps(Address address) {
    return true;
  }

  @Override
  public MessageWriter openWriter(Address address) throws InterruptedException {
    return EnvelopeWriter.around(new RedisListWriter(RedisList.of(address)), "");
  }

  @Override
  public MessageReader openReader(Address address, ReaderOptions options)
      throws InterruptedException {
    return new RedisListReader(RedisList.of(address), options);
  }

  @Override
  public QueueAdmin openAdmin(Address address) {
    return new RedisListAdmin(RedisList.of(address));
  }
}
