package dev.conveyor.streaming.redis.stream;

import java.util.OptionalLong;

/**
 * Counts what lies before a reader and what was trimmed away before it could read it. Exact where
 * Redis counts the entries that it adds (7.0 and later) and no entry in the middle is deleted;
 * those count as trimmed.
 */
final class StreamLag {
  private StreamExtent begin;

  /** The number of entries at the beginning that the reader has passed, or never wanted. */
  private long passed;

  /**
   * @param passed how many entries lie before the reader's first one
   */
  StreamLag(StreamExtent begin, long passed) {
    this.begin = begin;
    this.passed = passed;
  }

  /** Adds delivered entries. */
  void pass(long entries) {
    passed += entries;
  }

  /**
   * Returns whether the stream was deleted and made anew since; counting begins anew then.
   *
   * @param position after which the reader reads: if what lay before it is gone, it was removed
   */
  boolean isAnew(StreamExtent now, StreamId position) {
    boolean isGone = now.length() == 0 || now.first().compareTo(position) > 0;
    boolean fewer = now.added() < begin.added() || total(now) < passed;
    if (!fewer && !(isGone && total(now) - now.length() < passed)) {
      return false;
    }
    begin = new StreamExtent(0, StreamId.ZERO, StreamId.ZERO, 0);
    passed = 0;
    return true;
  }

  /** Returns the number of entries that were trimmed unread since the previous call. */
  long lost(StreamExtent now) {
    long removed = total(now) - now.length();
    long lost = Math.max(0, removed - passed);
    passed += lost;
    return lost;
  }

  /** Returns the number of entries that the reader has not read yet. */
  OptionalLong waiting(StreamExtent now) {
    return OptionalLong.of(Math.max(0, Math.min(now.length(), total(now) - passed)));
  }

  private long total(StreamExtent now) {
    return begin.length() + now.added() - begin.added();
  }
}
