package dev.conveyor.streaming.redis.hash;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.stage.RedisEpochCommitter;
import dev.conveyor.streaming.redis.stage.RedisStagedWriter;
import dev.conveyor.streaming.redis.stage.StageKeys;
import java.util.Optional;

/**
 * {@code ?hash=KEY}: a hash of totals, a field for each key. It holds no messages: a query writes
 * amounts to it.
 */
public record RedisHashEndpoint(RedisServer server, String key) implements Stageable {
  private static final String TYPE = "hash";
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.EXACTLY_ONCE,
          Retention.NONE,
          "exactly-once from a query: each of its epochs is in the totals once; it cannot be read"
              + " as messages");

  /**
   * Parses an address.
   *
   * @throws AddressException if it cannot be used as it stands
   */
  public static RedisHashEndpoint of(Address address) {
    RedisServer.allowOnly(address, TYPE);
    String key = address.value(TYPE).orElse("");
    if (key.isEmpty()) {
      throw address.refused("it names no hash", "write redis://HOST?hash=KEY");
    }
    return new RedisHashEndpoint(RedisServer.of(address), key);
  }

  @Override
  public Address address() {
    return server.address();
  }

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public Object origin() {
    return server.origin(TYPE, key);
  }

  @Override
  public Optional<String> password() {
    return server.password();
  }

  @Override
  public void probe() throws InterruptedException {
    new RedisLink(server, key, TYPE, "write to").close();
  }

  @Override
  public MessageWriter openWriter() {
    throw noMessages();
  }

  @Override
  public MessageReader openReader(ReaderOptions options) {
    throw noMessages();
  }

  private AddressException noMessages() {
    return address()
        .refused("a hash holds totals and no messages", "name a list, a stream or a channel");
  }

  @Override
  public boolean takes(Effect effect) {
    return effect != Effect.APPEND;
  }

  @Override
  public void checkEffect(Effect effect) {
    if (!takes(effect)) {
      throw noMessages();
    }
  }

  private StageKeys keys(String query) {
    return new StageKeys(server, key, TYPE, query);
  }

  @Override
  public StagedWriter openStage(String query, String attempt) throws InterruptedException {
    return new RedisStagedWriter(keys(query), attempt);
  }

  @Override
  public EpochCommitter openCommitter(String query, Effect effect, Epochs epochs)
      throws InterruptedException {
    checkEffect(effect);
    return new RedisEpochCommitter(keys(query), epochs, RedisEpochCommitter.Target.hash(effect));
  }
}
