package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.util.Optional;

/** {@code ?list=KEY}. */
public record RedisListEndpoint(RedisList list) implements Replayable, Administrable {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.EXACTLY_ONCE,
          Retention.UNTIL_ACKNOWLEDGED,
          "exactly-once into a run: what it claims can be read again until it is released; live,"
              + " at least once up to the acknowledgment: what a reader holds when it dies goes"
              + " back to the list");

  /**
   * Reads an address.
   *
   * @throws dev.conveyor.streaming.AddressException if it cannot be used as it stands
   */
  public static RedisListEndpoint of(Address address) {
    return new RedisListEndpoint(RedisList.of(address));
  }

  @Override
  public Address address() {
    return list.address();
  }

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public Object origin() {
    return list.server().origin("list", list.key());
  }

  @Override
  public Optional<String> password() {
    return list.server().password();
  }

  @Override
  public void probe() throws InterruptedException {
    new RedisLink(list.server(), list.key(), "list", "read from").close();
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return EnvelopeWriter.around(ListPush.writer(list), "");
  }

  @Override
  public MessageReader openReader(ReaderOptions options) throws InterruptedException {
    return new RedisListReader(list, options);
  }

  @Override
  public Backlog openBacklog(BacklogOptions options) throws InterruptedException {
    return new RedisListBacklog(list, options);
  }

  @Override
  public Slice parseSlice(String text) {
    return ListSlice.parse(address(), text);
  }

  @Override
  public QueueAdmin openAdmin() throws InterruptedException {
    return new RedisListAdmin(list);
  }
}
