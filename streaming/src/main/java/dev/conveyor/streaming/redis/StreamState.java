package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;

import dev.conveyor.streaming.Loss;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a stream stands, seen from a position.
 *
 * @param extent how far it reaches
 * @param gaps whether entries may be missing in its middle: {@code XDEL} was used, or Redis cannot
 *     tell
 * @param memory in bytes; -1 if Redis does not say
 * @param atEntry whether the entry at the position is there
 */
record StreamState(StreamExtent extent, boolean gaps, long memory, boolean atEntry) {
  private static final RedisScript SCRIPT = RedisScript.named("run.lua", "stream-state.lua");

  static StreamState seen(RunHold hold, StreamId from) throws InterruptedException {
    List<?> answer = (List<?>) hold.step(SCRIPT, bytes(from.toString()));
    return new StreamState(
        StreamExtent.of(answer),
        answer.get(4).equals(1L),
        (Long) answer.get(5),
        answer.get(6).equals(1L));
  }

  /** Whether this Redis counts what it adds: 7.0 and later. */
  boolean counts() {
    return extent.added() >= 0;
  }

  /** Whether the stream is behind what was read of it: deleted, made anew, or gone back in time. */
  boolean isBehind(StreamPosition from) {
    boolean fewer = from.isCounted() && counts() && extent.added() < from.ordinal();
    return fewer || extent.last().compareTo(from.id()) < 0;
  }

  /** Where reading goes on in a stream that is behind; what it holds up to there was read. */
  StreamPosition goingOn(StreamPosition from) {
    boolean all = extent.last().compareTo(from.id()) <= 0;
    if (all) {
      return place(extent.last(), extent.added());
    }
    return isAllAfter(from.id())
        ? place(from.id(), extent.added() - extent.length())
        : new StreamPosition(from.id(), StreamPosition.PLACE);
  }

  private StreamPosition place(StreamId id, long ordinal) {
    return new StreamPosition(id, counts() ? ordinal : StreamPosition.PLACE);
  }

  /** Whether no entry up to that ID is there. */
  boolean isAllAfter(StreamId id) {
    return extent.length() == 0 || extent.first().compareTo(id) > 0;
  }

  /** What is gone of what lay after the position. */
  Loss lost(StreamPosition from) {
    if (!isAllAfter(from.id())) {
      return Loss.NONE;
    }
    if (from.isCounted() && counts()) {
      long removed = extent.added() - extent.length();
      return trimmed(Math.max(0, removed - from.ordinal()));
    }
    boolean passed = extent.last().compareTo(from.id()) > 0;
    boolean known = from.ordinal() == StreamPosition.PLACE || from.id().equals(StreamId.ZERO);
    return known || atEntry || !passed ? Loss.NONE : trimmed(Loss.UNKNOWN);
  }

  private static Loss trimmed(long messages) {
    return messages == 0
        ? Loss.NONE
        : new Loss(messages, "were trimmed or deleted before they were read");
  }

  /** How many entries lie after the position, where no walk is needed to tell. */
  OptionalLong after(StreamPosition from) {
    if (extent.last().compareTo(from.id()) <= 0) {
      return OptionalLong.of(0);
    }
    if (isAllAfter(from.id())) {
      return OptionalLong.of(extent.length());
    }
    return from.isCounted() && counts() && !gaps
        ? OptionalLong.of(Math.max(0, extent.added() - from.ordinal()))
        : OptionalLong.empty();
  }

  /** Where a walk from a position ended that passed so many entries. */
  StreamPosition reached(StreamPosition from, StreamId id, long count) {
    if (counts() && id.equals(extent.last())) {
      return new StreamPosition(id, extent.added());
    }
    boolean counted = counts() && !gaps && (from.isCounted() || isAllAfter(from.id()));
    if (!counted) {
      return new StreamPosition(id, StreamPosition.ENTRY);
    }
    long before = isAllAfter(from.id()) ? extent.added() - extent.length() : from.ordinal();
    return new StreamPosition(id, before + count);
  }
}
