package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import redis.clients.jedis.params.XTrimParams;

/**
 * Chooses ranges of IDs of a stream for one run; any number of runs read it, each wholly.
 *
 * <p>From Redis 7 on, what waits is taken as a whole if it is within the bounds, and what was
 * trimmed before it was chosen is counted; otherwise ranges are measured by a walk over the
 * entries, at most 5,000 or some 4 MiB at a time.
 *
 * <p>With {@code &trim}, a release lets Redis drop what every registered run has released; a run is
 * registered from its first opening until it is forgotten.
 */
final class RedisStreamBacklog implements Backlog {
  private static final RedisScript MEASURE = RedisScript.named("run.lua", "measure-stream.lua");
  private static final RedisScript RELEASE = RedisScript.named("run.lua", "release-entries.lua");
  private static final int TRIMMED_AT_ONCE = 50_000;
  private static final long MOST_COUNTED = 100_000;

  private final RedisStream stream;
  private final BacklogOptions options;
  private final RunHold hold;

  RedisStreamBacklog(RedisStream stream, BacklogOptions options) throws InterruptedException {
    this.stream = stream;
    this.options = options;
    this.hold = RunHold.open(RunKeys.of(stream, options.run()), options);
  }

  @Override
  public Address address() {
    return stream.address();
  }

  @Override
  public Position start() throws InterruptedException {
    StreamState state = StreamState.seen(hold, StreamId.ZERO);
    StreamExtent extent = state.extent();
    StreamId id =
        switch (stream.start()) {
          case RedisStream.EARLIEST -> StreamId.ZERO;
          case RedisStream.LATEST -> extent.last();
          default -> StreamId.parse(stream.start()).orElseThrow().before();
        };
    long ordinal = StreamPosition.PLACE;
    if (state.counts() && stream.start().equals(RedisStream.LATEST)) {
      ordinal = extent.added();
    } else if (state.counts() && state.isAllAfter(id)) {
      ordinal = extent.added() - extent.length();
    }
    return new StreamPosition(id, ordinal).position();
  }

  @Override
  public Position parse(String recorded) {
    return StreamPosition.of(new Position(recorded)).position();
  }

  /**
   * {@inheritDoc} Where Redis cannot tell, up to 100,000 are counted; if there are more, it is the
   * length of the stream, which is more than the lag.
   */
  @Override
  public long waiting(Position from) throws InterruptedException {
    StreamPosition begin = StreamPosition.of(from);
    StreamState state = StreamState.seen(hold, begin.id());
    OptionalLong after = state.after(begin);
    if (after.isPresent()) {
      return after.getAsLong();
    }
    long counted = measured(begin.id(), new Bounds(MOST_COUNTED, Long.MAX_VALUE)).count();
    return counted < MOST_COUNTED ? counted : state.extent().length();
  }

  @Override
  public Optional<Range> next(Position from, Bounds bounds) throws InterruptedException {
    hold.ensureHeld();
    StreamPosition begin = StreamPosition.of(from);
    StreamState state = StreamState.seen(hold, begin.id());
    if (isNew(begin) && state.extent().last().compareTo(begin.id()) < 0) {
      return Optional.empty();
    }
    if (state.isBehind(begin)) {
      Loss loss =
          new Loss(Loss.UNKNOWN, "went when the stream was deleted, made anew or put back in time");
      return Optional.of(new Range(from, state.goingOn(begin).position(), 0, loss));
    }
    Loss loss = state.lost(begin);
    Measured measured = chosen(state, begin, bounds);
    if (measured.count() == 0 && loss.isNone()) {
      return Optional.empty();
    }
    StreamPosition to = state.reached(begin, measured.last(), measured.count());
    return Optional.of(new Range(from, to.position(), measured.count(), loss));
  }

  /** A run may begin at an ID that is still to come. */
  private boolean isNew(StreamPosition begin) {
    return begin.ordinal() == StreamPosition.PLACE
        && StreamId.parse(stream.start()).filter(id -> id.before().equals(begin.id())).isPresent();
  }

  private Measured chosen(StreamState state, StreamPosition begin, Bounds bounds)
      throws InterruptedException {
    OptionalLong after = state.after(begin);
    long length = Math.max(1, state.extent().length());
    if (after.isPresent() && after.getAsLong() == 0) {
      return new Measured(0, state.extent().last());
    }
    // Numbers are kept in half the bytes of their digits at best, and lengths vary.
    boolean small =
        state.memory() >= 0
            && after.isPresent()
            && after.getAsLong() <= bounds.messages()
            && 4.0 * state.memory() / length * after.getAsLong() <= bounds.bytes();
    return state.counts() && small
        ? new Measured(after.getAsLong(), state.extent().last())
        : measured(begin.id(), bounds);
  }

  private Measured measured(StreamId after, Bounds bounds) throws InterruptedException {
    long count = 0;
    long bytes = 0;
    StreamId last = after;
    boolean over = false;
    while (!over && count < bounds.messages()) {
      List<?> some =
          (List<?>)
              hold.step(
                  MEASURE,
                  bytes(last.toString()),
                  bytes(bounds.messages() - count),
                  bytes(bounds.bytes() - bytes),
                  bytes(count == 0 ? 1 : 0),
                  stream.fieldBytes());
      count += (Long) some.get(0);
      bytes += (Long) some.get(1);
      last = StreamId.parse(new String((byte[]) some.get(2), US_ASCII)).orElse(last);
      over = some.get(3).equals(1L);
    }
    return new Measured(count, last);
  }

  @Override
  public List<MessageSlice> slices(Range range, int parallelism) throws InterruptedException {
    StreamId after = StreamPosition.of(range.from()).id();
    StreamId to = StreamPosition.of(range.to()).id();
    if (range.messages() == 0) {
      return List.of();
    }
    int pieces = (int) Math.min(parallelism, range.messages());
    return new StreamCuts(firstAfter(after, to).before(), to)
        .evenly(pieces).stream()
            .<MessageSlice>map(
                cut ->
                    new StreamSlice(
                        stream.address(), cut.after(), cut.upTo(), options.maxMessage()))
            .toList();
  }

  /** Of the entries that are still there. */
  private StreamId firstAfter(StreamId after, StreamId to) throws InterruptedException {
    List<?> answer =
        (List<?>)
            hold.step(
                MEASURE,
                bytes(after.toString()),
                bytes(1),
                bytes(Long.MAX_VALUE),
                bytes(1),
                stream.fieldBytes());
    return StreamId.parse(new String((byte[]) answer.get(2), US_ASCII))
        .filter(first -> first.compareTo(to) <= 0)
        .orElse(to);
  }

  @Override
  public void release(Position upTo) throws InterruptedException {
    String position = StreamPosition.of(upTo).position().text();
    Object lowest = hold.step(RELEASE, bytes(position), bytes(stream.trims() ? 1 : 0));
    if (lowest instanceof byte[] released && released.length > 0) {
      trim(new String(released, US_ASCII));
    }
  }

  /**
   * {@inheritDoc} Only the latest release is known: IDs below it may be those of another stream.
   */
  @Override
  public boolean isReleased(Position upTo) throws InterruptedException {
    return hold.link()
        .ask(redis -> Optional.ofNullable(redis.hget(hold.keys().hash(), bytes("released"))))
        .filter(released -> new String(released, US_ASCII).equals(upTo.text()))
        .isPresent();
  }

  /** Whole nodes only, and the entry itself stays: it tells that nothing after it was lost. */
  private void trim(String lowest) throws InterruptedException {
    XTrimParams below =
        XTrimParams.xTrimParams().minId(lowest).approximateTrimming().limit(TRIMMED_AT_ONCE);
    long trimmed;
    do {
      trimmed = hold.link().ask(redis -> redis.xtrim(stream.keyBytes(), below));
    } while (trimmed > 0);
  }

  @Override
  public void ensureHeld() throws InterruptedException {
    hold.ensureHeld();
  }

  @Override
  public void close() {
    hold.close();
  }

  private record Measured(long count, StreamId last) {}
}
