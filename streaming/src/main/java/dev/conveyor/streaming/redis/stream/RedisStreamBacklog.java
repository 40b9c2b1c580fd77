package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.redis.internal.AutomaticTime;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunLease;
import dev.conveyor.streaming.redis.stream.StreamWalk.Measured;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import redis.clients.jedis.params.XTrimParams;

/**
 * Chooses ranges of IDs of a stream for one run; any number of runs read it, each wholly.
 *
 * <p>From Redis 7 on, what waits is taken as a whole if it is within the bounds, and what was
 * trimmed before it was chosen is counted; otherwise the entries are counted page by page, see
 * {@link StreamWalk}.
 *
 * <p>With {@code &trim}, a release lets Redis drop what every registered run has released; a run is
 * registered from its first opening until it is forgotten.
 */
final class RedisStreamBacklog implements Backlog {
  private static final RedisScript RELEASE =
      RedisScript.named("run.lua", "stream-group.lua", "release-entries.lua");
  private static final Loss BEHIND =
      new Loss(
          Loss.UNKNOWN,
          "went when the stream was deleted, replaced or restored to an earlier state");
  private static final int TRIMMED_AT_ONCE = 50_000;
  private static final long MOST_COUNTED = 100_000;

  private final RedisStream stream;
  private final BacklogOptions options;
  private final RunLease lease;
  private final StreamGroup group;
  private final StreamWalk walk;

  RedisStreamBacklog(RedisStream stream, BacklogOptions options) throws InterruptedException {
    this.stream = options.start().map(stream::startingAt).orElse(stream);
    this.options = options;
    this.lease = RunLease.open(stream.runKeys(options.run()), options);
    this.group = new StreamGroup(lease);
    this.walk = new StreamWalk(this.stream, lease);
  }

  @Override
  public Address address() {
    return stream.address();
  }

  @Override
  public Position start() throws InterruptedException {
    StreamState state = StreamState.seen(lease, StreamId.ZERO);
    StreamId id =
        stream.start().equals(RedisStream.LATEST) ? state.extent().last() : stream.firstBefore();
    StreamPosition begin = state.begin(id);
    if (!begin.isCounted() && !state.isAllBefore(id)) {
      begin = begin.withNext(walk.firstAfter(id, state.extent().last()));
    }
    return group.mark(begin, begin).orElseThrow().position();
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
    StreamState state = StreamState.seen(lease, begin.id());
    OptionalLong after = state.after(begin);
    if (after.isPresent()) {
      return after.getAsLong();
    }
    Bounds most = new Bounds(MOST_COUNTED, Long.MAX_VALUE);
    long counted = walk.measured(state, begin.id(), most).count();
    return counted < MOST_COUNTED ? counted : state.extent().length();
  }

  @Override
  public Optional<Instant> oldest(Position from) throws InterruptedException {
    StreamId after = StreamPosition.of(from).id();
    StreamId last = StreamState.seen(lease, after).extent().last();
    if (last.compareTo(after) <= 0) {
      return Optional.empty();
    }
    OptionalLong time = AutomaticTime.of(walk.firstAfter(after, last).millis());
    return time.isPresent()
        ? Optional.of(Instant.ofEpochMilli(time.getAsLong()))
        : Optional.empty();
  }

  @Override
  public Optional<Range> next(Position from, Bounds bounds) throws InterruptedException {
    lease.ensureHeld();
    StreamPosition begin = StreamPosition.of(from);
    while (true) {
      StreamState state = StreamState.seen(lease, begin.id());
      if (isBehind(state, begin)) {
        return Optional.of(nextOfAnother(state, begin, bounds));
      }
      Measured measured = chosen(state, begin, bounds);
      Loss loss = state.lost(begin).plus(state.missing(begin, measured.last(), measured.count()));
      if (measured.count() == 0 && loss.isNone()) {
        return Optional.empty();
      }
      StreamPosition to = state.reached(begin, measured.last(), measured.count());
      Optional<StreamPosition> marked = group.mark(begin, to);
      if (marked.isPresent()) {
        return Optional.of(new Range(from, marked.get().position(), measured.count(), loss));
      }
    }
  }

  /** A loss, with what waits behind it. */
  private Range nextOfAnother(StreamState state, StreamPosition begin, Bounds bounds)
      throws InterruptedException {
    StreamPosition place = goingOn(state, begin);
    // A range is read from where it begins: if reading goes on elsewhere, what waits is in the
    // next.
    boolean stays = place.id().equals(begin.id());
    Measured measured = stays ? chosen(state, place, bounds) : new Measured(0, place.id());
    StreamPosition to =
        measured.count() == 0 ? place : state.reached(place, measured.last(), measured.count());
    Position marked = group.markAnew(begin, to).position();
    return new Range(begin.position(), marked, measured.count(), BEHIND);
  }

  private boolean isBehind(StreamState state, StreamPosition begin) {
    boolean isAwaited = isNew(begin) && state.extent().last().compareTo(begin.id()) < 0;
    return state.isAnother(begin) || (!isAwaited && state.isBehind(begin));
  }

  /** Returns where reading continues in a stream that went back, at or after its start. */
  private StreamPosition goingOn(StreamState state, StreamPosition begin) {
    StreamPosition to = state.goingOn(begin);
    return to.id().compareTo(stream.firstBefore()) < 0
        ? new StreamPosition(stream.firstBefore(), StreamPosition.PLACE)
        : to;
  }

  /** A run may begin at an ID that is still to come. */
  private boolean isNew(StreamPosition begin) {
    return !begin.id().equals(StreamId.ZERO) && begin.id().equals(stream.firstBefore());
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
        : walk.measured(state, begin.id(), bounds);
  }

  @Override
  public List<Slice> slices(Position from, Position to, int parallelism)
      throws InterruptedException {
    StreamId after = StreamPosition.of(from).id();
    StreamId last = StreamPosition.of(to).id();
    if (last.compareTo(after) <= 0) {
      return List.of();
    }
    return new StreamSplits(walk.firstAfter(after, last).before(), last)
        .evenly(parallelism).stream()
            .<Slice>map(
                cut ->
                    new StreamSlice(
                        stream.address(), cut.after(), cut.upTo(), options.maxMessage()))
            .toList();
  }

  @Override
  public void release(Position upTo) throws InterruptedException {
    String position = StreamPosition.of(upTo).position().text();
    Object lowest = lease.step(RELEASE, bytes(position), bytes(stream.trims() ? 1 : 0));
    if (lowest instanceof byte[] released && released.length > 0) {
      trim(new String(released, US_ASCII));
    }
  }

  /**
   * {@inheritDoc} Only the latest release is known: IDs below it may be those of another stream.
   */
  @Override
  public boolean isReleased(Position upTo) throws InterruptedException {
    return lease
        .link()
        .ask(redis -> Optional.ofNullable(redis.hget(lease.keys().hash(), bytes("released"))))
        .filter(released -> new String(released, US_ASCII).equals(upTo.text()))
        .isPresent();
  }

  /** Whole nodes only, and the entry itself stays: it tells that nothing after it was lost. */
  private void trim(String lowest) throws InterruptedException {
    XTrimParams below =
        XTrimParams.xTrimParams().minId(lowest).approximateTrimming().limit(TRIMMED_AT_ONCE);
    long trimmed;
    do {
      trimmed = lease.link().ask(redis -> redis.xtrim(stream.keyBytes(), below));
    } while (trimmed > 0);
  }

  @Override
  public void ensureHeld() throws InterruptedException {
    lease.ensureHeld();
  }

  @Override
  public boolean wasAway() {
    boolean wasAway = walk.wasAway();
    return lease.link().wasAway() || wasAway;
  }

  @Override
  public void close() {
    walk.close();
    lease.close();
  }
}
