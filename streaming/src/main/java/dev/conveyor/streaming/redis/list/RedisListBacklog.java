package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunLease;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claims what waits in a list for one run: the whole list by a {@code RENAME}, or, where others
 * take from it too ({@code &shared}), at most 10,000 messages or some 4 MiB at a time. Claims are
 * numbered; a range is a part of one of them, and a claim goes when its last range is released.
 *
 * <p>In a claim of more than 10,000 messages it is their mean size that keeps ranges to their bound
 * of bytes: one where larger ones lie together exceeds it. So may ranges of a list that Redis
 * compresses ({@code list-compress-depth}).
 */
final class RedisListBacklog implements Backlog {
  private static final RedisScript CLAIM = RedisScript.named("run.lua", "claims.lua", "claim.lua");
  private static final RedisScript NOTE =
      RedisScript.named("run.lua", "claims.lua", "note-chosen.lua");
  private static final RedisScript MEASURE = RedisScript.named("run.lua", "measure-claim.lua");
  private static final RedisScript RELEASE = RedisScript.named("run.lua", "release-claims.lua");
  private static final RedisScript WAITING = RedisScript.named("run.lua", "claims-waiting.lua");
  private static final RedisScript OLDEST = RedisScript.named("run.lua", "oldest-claimed.lua");
  private static final int MOST_MOVED = 10_000;
  private static final int MOST_BYTES_MOVED = 4 << 20;

  /** Redis does nothing else while it measures: half a second for a million messages. */
  private static final int MOST_MEASURED = 10_000;

  private final RedisList list;
  private final BacklogOptions options;
  private final RunLease lease;

  /** True if Redis has recorded the chosen range. */
  private boolean isNoted;

  RedisListBacklog(RedisList list, BacklogOptions options) throws InterruptedException {
    this.list = list;
    this.options = options;
    this.lease = RunLease.open(list.runKeys(options.run()), options);
  }

  @Override
  public Address address() {
    return list.address();
  }

  @Override
  public Position start() throws InterruptedException {
    return noted(ListPosition.START);
  }

  @Override
  public Position parse(String recorded) {
    return ListPosition.of(new Position(recorded)).position();
  }

  @Override
  public long waiting(Position from) throws InterruptedException {
    ListPosition begin = ListPosition.of(from);
    return (Long) lease.step(WAITING, bytes(begin.claim()), bytes(begin.index()));
  }

  @Override
  public Optional<Instant> oldest(Position from) throws InterruptedException {
    ListPosition begin = ListPosition.of(from);
    Object found =
        lease.step(OLDEST, bytes(begin.claim()), bytes(begin.index()), bytes(Envelope.LENGTH));
    return Envelope.of((byte[]) found).flatMap(Envelope::sent);
  }

  @Override
  public Optional<Range> next(Position from, Bounds bounds) throws InterruptedException {
    ListPosition begin = ListPosition.of(from);
    Claimed claimed = claim(begin, bounds);
    if (claimed.isOnlyLoss()) {
      Position to = noted(new ListPosition(claimed.number(), claimed.length()));
      return Optional.of(new Range(from, to, 0, claimed.loss()));
    }
    long index = claimed.number() == begin.claim() ? begin.index() : 0;
    if (claimed.length() <= index) {
      return Optional.empty();
    }
    long count = fitting(claimed, index, bounds);
    Position to = noted(new ListPosition(claimed.number(), index + count));
    return Optional.of(new Range(from, to, count, claimed.loss()));
  }

  /** Returns the position once Redis has recorded that everything up to it is chosen. */
  private Position noted(ListPosition to) throws InterruptedException {
    isNoted = lease.step(NOTE, bytes(to.claim()), bytes(to.index())).equals(1L);
    return to.position();
  }

  private Claimed claim(ListPosition begin, Bounds bounds) throws InterruptedException {
    long messages = list.shared() ? Math.min(MOST_MOVED, bounds.messages()) : 0;
    List<?> answer =
        (List<?>)
            lease.step(
                CLAIM,
                bytes(begin.claim()),
                bytes(begin.index()),
                bytes(messages),
                bytes(Math.min(MOST_BYTES_MOVED, bounds.bytes())),
                bytes(isNoted ? 1 : 0));
    return Claimed.of(answer);
  }

  private long fitting(Claimed claimed, long index, Bounds bounds) throws InterruptedException {
    long most = Math.min(claimed.length() - index, bounds.messages());
    boolean isKnown = claimed.bytes() >= 0;
    if (isKnown && claimed.bytes() <= bounds.bytes()) {
      return most;
    }
    if (isKnown && claimed.length() > MOST_MEASURED) {
      long mean = Math.max(1, claimed.bytes() / claimed.length());
      return Math.max(1, Math.min(most, bounds.bytes() / mean));
    }
    return measured(claimed.number(), index, most, bounds.bytes());
  }

  private long measured(long claim, long index, long most, long room) throws InterruptedException {
    long count = 0;
    long bytes = 0;
    boolean over = false;
    while (!over && count < most) {
      List<?> some =
          (List<?>)
              lease.step(
                  MEASURE,
                  bytes(claim),
                  bytes(index + count),
                  bytes(most - count),
                  bytes(room - bytes),
                  bytes(count == 0 ? 1 : 0));
      count += (Long) some.get(0);
      bytes += (Long) some.get(1);
      over = some.get(2).equals(1L);
    }
    return count;
  }

  @Override
  public List<Slice> slices(Position from, Position to, int parallelism)
      throws InterruptedException {
    List<ListSlice> parts = parts(ListPosition.of(from), ListPosition.of(to));
    double all = parts.stream().mapToLong(ListSlice::length).sum();
    List<Slice> slices = new ArrayList<>();
    for (ListSlice part : parts) {
      slices.addAll(part.cut((int) Math.ceil(parallelism * (part.length() / all))));
    }
    return slices;
  }

  /** The part of each claim that lies between two positions; claims that are gone have none. */
  private List<ListSlice> parts(ListPosition from, ListPosition to) throws InterruptedException {
    List<ListSlice> parts = new ArrayList<>();
    for (long claim = from.claim(); claim <= to.claim(); claim++) {
      long first = claim == from.claim() ? from.index() : 0;
      long end = claim == to.claim() ? to.index() : length(claim);
      if (first < end) {
        parts.add(
            new ListSlice(list.address(), options.run(), claim, first, end, options.maxMessage()));
      }
    }
    return parts;
  }

  private long length(long claim) throws InterruptedException {
    return lease.link().ask(redis -> redis.llen(lease.keys().claim(claim)));
  }

  @Override
  public void release(Position upTo) throws InterruptedException {
    ListPosition end = ListPosition.of(upTo);
    boolean all = false;
    while (!all) {
      all = lease.step(RELEASE, bytes(end.claim()), bytes(end.index())).equals(1L);
    }
  }

  @Override
  public boolean isReleased(Position upTo) throws InterruptedException {
    ListPosition end = ListPosition.of(upTo);
    List<byte[]> found =
        lease
            .link()
            .ask(redis -> redis.hmget(lease.keys().hash(), bytes("released"), bytes("index")));
    long released = number(found.get(0));
    return released >= end.claim()
        || (released == end.claim() - 1 && number(found.get(1)) >= end.index());
  }

  private static long number(byte[] field) {
    return field == null ? 0 : Long.parseLong(new String(field, StandardCharsets.US_ASCII));
  }

  @Override
  public void ensureHeld() throws InterruptedException {
    lease.ensureHeld();
  }

  @Override
  public boolean wasAway() {
    return lease.link().wasAway();
  }

  @Override
  public void close() {
    lease.close();
  }

  /**
   * A claim that the next range can come from.
   *
   * @param bytes at most; -1 if they were not measured
   * @param lost how many messages before it; -1 for an unknown number
   * @param countedTwice how many of those that wait were counted; -1 for an unknown number
   * @param isReadable whether it holds messages
   */
  private record Claimed(
      long number, long length, long bytes, long lost, long countedTwice, boolean isReadable) {

    static Claimed of(List<?> answer) {
      return new Claimed(
          (Long) answer.get(0),
          (Long) answer.get(1),
          (Long) answer.get(2),
          (Long) answer.get(3),
          (Long) answer.get(4),
          answer.get(5).equals(1L));
    }

    boolean isOnlyLoss() {
      return lost != 0 && !isReadable;
    }

    Loss loss() {
      if (lost == 0) {
        return Loss.NONE;
      }
      return lost == Loss.UNKNOWN
          ? new Loss(
              lost,
              countedTwice,
              "went with a Redis that lost what it knew of this run's claims, was restored to an"
                  + " earlier state, or was told to drop the run")
          : new Loss(lost, "were deleted with the claim that held them");
    }
  }
}
