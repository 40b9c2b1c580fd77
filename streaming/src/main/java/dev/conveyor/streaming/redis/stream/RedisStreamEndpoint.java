package dev.conveyor.streaming.redis.stream;

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
import java.util.Optional;

/** {@code ?stream=KEY}. */
public record RedisStreamEndpoint(RedisStream stream)
    implements Replayable, Browsable, Administrable, Stageable {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.EXACTLY_ONCE,
          Retention.AFTER_READING,
          "exactly-once into each run: its ranges can be read again as long as the entries are"
              + " there; live, each reader reads every entry that is still there, once and in"
              + " order, from where it starts, and one that starts again reads again");

  /**
   * Reads an address.
   *
   * @throws dev.conveyor.streaming.AddressException if it cannot be used as it stands
   */
  public static RedisStreamEndpoint of(Address address) {
    return new RedisStreamEndpoint(RedisStream.of(address));
  }

  @Override
  public Address address() {
    return stream.server().address();
  }

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public Object origin() {
    return stream.server().origin("stream", stream.key());
  }

  @Override
  public Optional<String> password() {
    return stream.server().password();
  }

  @Override
  public boolean hasFields() {
    return true;
  }

  @Override
  public void probe() throws InterruptedException {
    new RedisLink(stream.server(), stream.key(), "stream", "read from").close();
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return StreamAppend.writer(stream);
  }

  @Override
  public MessageReader openReader(ReaderOptions options) throws InterruptedException {
    return new StreamReader(stream, options);
  }

  @Override
  public Backlog openBacklog(BacklogOptions options) throws InterruptedException {
    return new RedisStreamBacklog(stream, options);
  }

  @Override
  public void checkStart(StartPoint point) {
    stream.startingAt(point);
  }

  @Override
  public Slice parseSlice(String text) {
    return StreamSlice.parse(address(), text);
  }

  @Override
  public QueueAdmin openAdmin() throws InterruptedException {
    return new RedisStreamAdmin(stream);
  }

  @Override
  public void checkBounds(Optional<StartPoint> from, Optional<StartPoint> to) {
    from.ifPresent(stream::startingAt);
    to.ifPresent(stream::lastUpTo);
  }

  @Override
  public Estimate estimate() throws InterruptedException {
    return RedisStreamBrowser.estimate(stream);
  }

  @Override
  public MessageBrowser openBrowser(
      Optional<StartPoint> from, Optional<StartPoint> to, int maxMessage)
      throws InterruptedException {
    return new RedisStreamBrowser(
        from.map(stream::startingAt).orElse(stream),
        stream.lastUpTo(to.orElse(StartPoint.latest())),
        maxMessage);
  }

  /** {@inheritDoc} Messages are appended as they are. */
  @Override
  public boolean takes(Effect effect) {
    return effect == Effect.APPEND;
  }

  @Override
  public void checkEffect(Effect effect) {
    if (!takes(effect)) {
      throw address()
          .refused("a stream holds messages and no totals", "write redis://HOST?hash=KEY");
    }
    if (address().has("envelope")) {
      throw address().refused("a query writes no envelopes", "leave &envelope out");
    }
  }

  private StageKeys stageKeys(String query) {
    return new StageKeys(stream.server(), stream.key(), "stream", query);
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
        stageKeys(query), epochs, RedisEpochCommitter.Target.stream(stream.field(), stream.trim()));
  }
}
