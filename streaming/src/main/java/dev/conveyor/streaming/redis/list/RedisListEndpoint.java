package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Browsable;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageBrowser;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.StartPoint;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.stage.RedisEpochCommitter;
import dev.conveyor.streaming.redis.stage.RedisStagedWriter;
import dev.conveyor.streaming.redis.stage.StageKeys;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.util.Optional;

/** {@code ?list=KEY}. */
public record RedisListEndpoint(RedisList list)
    implements Replayable, Browsable, Administrable, Stageable {
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
    return ListCopySlice.parse(address(), text)
        .<Slice>map(slice -> slice)
        .orElseGet(() -> ListSlice.parse(address(), text));
  }

  @Override
  public QueueAdmin openAdmin() throws InterruptedException {
    return new RedisListAdmin(list);
  }

  @Override
  public Estimate estimate() throws InterruptedException {
    return RedisListBrowser.estimate(list);
  }

  @Override
  public MessageBrowser openBrowser(
      Optional<StartPoint> from, Optional<StartPoint> to, int maxMessage)
      throws InterruptedException {
    checkBounds(from, to);
    return new RedisListBrowser(list, maxMessage);
  }

  /** {@inheritDoc} Messages are appended as they are. */
  @Override
  public boolean takes(Effect effect) {
    return effect == Effect.APPEND;
  }

  @Override
  public void checkEffect(Effect effect) {
    if (!takes(effect)) {
      throw address().refused("a list holds messages and no totals", "write redis://HOST?hash=KEY");
    }
    if (address().has("envelope")) {
      throw address().refused("a query writes no envelopes", "leave &envelope out");
    }
  }

  private StageKeys stageKeys(String query) {
    return new StageKeys(list.server(), list.key(), "list", query);
  }

  @Override
  public StagedWriter openStage(String query, String attempt) throws InterruptedException {
    return new RedisStagedWriter(stageKeys(query), attempt);
  }

  @Override
  public EpochCommitter openCommitter(String query, Effect effect, Epochs epochs)
      throws InterruptedException {
    checkEffect(effect);
    return new RedisEpochCommitter(
        stageKeys(query), epochs, RedisEpochCommitter.Target.list(list.capacity()));
  }
}
