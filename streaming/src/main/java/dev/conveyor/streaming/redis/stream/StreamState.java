package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunLease;
import java.util.List;
import java.util.OptionalLong;

/**
 * The state of a stream, seen from a position.
 *
 * @param extent how far it reaches
 * @param gaps whether entries may be missing in its middle: {@code XDEL} was used, or Redis cannot
 *     tell
 * @param memory in bytes; -1 if Redis does not say
 * @param atEntry whether the entry at the position is there
 * @param lastEntry its ID; zero if there is no entry
 * @param mark of the run's group, see {@link StreamGroup}; empty if it has none
 * @param chosen the ID of that group
 */
record StreamState(
    StreamExtent extent,
    boolean gaps,
    long memory,
    boolean atEntry,
    StreamId lastEntry,
    String mark,
    StreamId chosen) {
  /** The script that tells. */
  static final RedisScript SCRIPT =
      RedisScript.named("run.lua", "stream-group.lua", "stream-state.lua");

  static StreamState seen(RunLease lease, StreamId from) throws InterruptedException {
    return of(lease.step(SCRIPT, bytes(from.toString())));
  }

  static StreamState of(Object found) {
    List<?> answer = (List<?>) found;
    return new StreamState(
        StreamExtent.of(answer),
        answer.get(4).equals(1L),
        (Long) answer.get(5),
        answer.get(6).equals(1L),
        StreamExtent.id(answer.get(7)),
        new String((byte[]) answer.get(8), US_ASCII),
        StreamExtent.id(answer.get(9)));
  }

  /** Returns whether this Redis counts what it adds: 7.0 and later. */
  boolean counts() {
    return extent.added() >= 0;
  }

  /** Returns whether the run's group tells that the stream is another one, or an earlier state. */
  boolean isAnother(StreamPosition from) {
    return from.isMarked() && (!mark.equals(from.mark()) || chosen.compareTo(from.id()) < 0);
  }

  /**
   * Returns whether its count or its last ID tell the same: it was deleted, made anew, or went
   * back.
   */
  boolean isBehind(StreamPosition from) {
    if (extent.last().compareTo(from.id()) < 0) {
      return true;
    }
    // All that the position has before it must have been added, and removed where it is not there.
    long counted = isAllAfter(from.id()) ? removed() : extent.added();
    return from.isCounted() && counts() && counted < from.ordinal();
  }

  private long removed() {
    return extent.added() - extent.length();
  }

  /** A position at which nothing was read; it may be an ID that is still to come. */
  StreamPosition begin(StreamId id) {
    boolean isToCome = id.compareTo(extent.last()) > 0;
    if (isToCome || !(isAllBefore(id) || isAllAfter(id))) {
      return new StreamPosition(id, StreamPosition.PLACE);
    }
    return isAllBefore(id)
        ? place(id, extent.added()).withEnd(extent.last())
        : place(id, removed());
  }

  /** Returns the position at which reading continues in a stream that went back in time. */
  StreamPosition goingOn(StreamPosition from) {
    boolean all = extent.last().compareTo(from.id()) <= 0;
    if (all) {
      return place(extent.last(), extent.added());
    }
    return isAllAfter(from.id())
        ? place(from.id(), removed())
        : new StreamPosition(from.id(), StreamPosition.PLACE);
  }

  private StreamPosition place(StreamId id, long ordinal) {
    if (counts()) {
      return new StreamPosition(id, ordinal);
    }
    boolean isEntry = extent.length() > 0 && id.equals(lastEntry);
    return new StreamPosition(id, isEntry ? StreamPosition.ENTRY : StreamPosition.PLACE);
  }

  /** Returns whether no entry up to that ID is there. */
  boolean isAllAfter(StreamId id) {
    return extent.length() == 0 || extent.first().compareTo(id) > 0;
  }

  /** Returns whether no entry after that ID is there. */
  boolean isAllBefore(StreamId id) {
    return lastEntry.compareTo(id) <= 0;
  }

  /** Returns the loss after the position, as far as the ends of the stream tell. */
  Loss lost(StreamPosition from) {
    if (from.isCounted() && counts()) {
      return isAllAfter(from.id()) ? removed(Math.max(0, removed() - from.ordinal())) : Loss.NONE;
    }
    boolean passed = extent.last().compareTo(from.id()) > 0;
    return passed && (isHeadGone(from) || isTailGone(from)) ? removed(Loss.UNKNOWN) : Loss.NONE;
  }

  /** Returns whether the entries right after the position may be gone. */
  private boolean isHeadGone(StreamPosition from) {
    if (!isAllAfter(from.id())) {
      return false;
    }
    if (!from.next().equals(StreamId.ZERO)) {
      return isAllAfter(from.next());
    }
    boolean known = from.ordinal() == StreamPosition.PLACE || from.id().equals(StreamId.ZERO);
    return !known && !atEntry;
  }

  /** Returns whether entries were added after the position, and none is there. */
  private boolean isTailGone(StreamPosition from) {
    return from.isMarked() && isAllBefore(from.id()) && extent.last().compareTo(from.end()) > 0;
  }

  private static Loss removed(long messages) {
    return messages == 0
        ? Loss.NONE
        : new Loss(messages, "were trimmed or deleted before they were read");
  }

  /** Returns the number of entries after the position if that needs no walk. */
  OptionalLong after(StreamPosition from) {
    if (extent.last().compareTo(from.id()) <= 0 || isAllBefore(from.id())) {
      return OptionalLong.of(0);
    }
    if (isAllAfter(from.id())) {
      return OptionalLong.of(extent.length());
    }
    return from.isCounted() && counts() && !gaps
        ? OptionalLong.of(Math.max(0, extent.added() - from.ordinal()))
        : OptionalLong.empty();
  }

  /** Returns the position at the entry of that ID, after a walk past {@code count} entries. */
  StreamPosition reached(StreamPosition from, StreamId id, long count) {
    boolean all = isAllBefore(id);
    if (!counts()) {
      StreamPosition to =
          new StreamPosition(id, count == 0 ? StreamPosition.PLACE : StreamPosition.ENTRY);
      return all ? to.withEnd(extent.last()) : to;
    }
    if (all) {
      return new StreamPosition(extent.last(), extent.added());
    }
    boolean counted = from.isCounted() || isAllAfter(from.id());
    return counted
        ? new StreamPosition(id, before(from) + count)
        : new StreamPosition(id, StreamPosition.ENTRY);
  }

  /** Returns the number of entries that were added before the position, or are gone. */
  private long before(StreamPosition from) {
    return isAllAfter(from.id()) ? removed() : from.ordinal();
  }

  /** Returns the messages deleted between the position and the end of the stream. */
  Loss missing(StreamPosition from, StreamId id, long count) {
    boolean counted = counts() && (from.isCounted() || isAllAfter(from.id()));
    if (!counted || !isAllBefore(id)) {
      return Loss.NONE;
    }
    long missing = extent.added() - before(from) - count;
    return removed(missing < 0 ? Loss.UNKNOWN : missing);
  }
}
