package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.Envelope;

/**
 * Limits on the memory that one reply may take.
 *
 * @param string bytes of one string
 * @param reply bytes of all strings together; those that are cut count with what is left of them
 * @param excess what becomes of what is more
 */
public record ReplyLimits(int string, long reply, Excess excess) {
  /** The handling of a string beyond the limits. */
  enum Excess {
    /** It ends the connection. */
    REFUSED,
    /** A {@link TruncatedString} takes its place. */
    CUT
  }

  /** Redis itself takes no longer string, unless it is told to. */
  static final int LONGEST_STRING = 512 << 20;

  /** Room for many small bodies a reply. */
  static final int PAGE = 8 << 20;

  /** Bytes that are never truncated: names, numbers and the prefix that a dead letter keeps. */
  private static final int SMALL = 64 << 10;

  /** Replies that hold no bodies. */
  public static ReplyLimits small() {
    return refusing(0);
  }

  /** Replies that hold bodies; those of messages over this many bytes are refused. */
  public static ReplyLimits refusing(int maxMessage) {
    return bodies(maxMessage, Excess.REFUSED);
  }

  /** Replies that hold bodies; those of messages over this many bytes are cut. */
  public static ReplyLimits cutting(int maxMessage) {
    return bodies(maxMessage, Excess.CUT);
  }

  private static ReplyLimits bodies(int maxMessage, Excess excess) {
    long string = Math.max(SMALL, maxMessage + (long) Envelope.LENGTH);
    return new ReplyLimits((int) Math.min(string, LONGEST_STRING), string + PAGE, excess);
  }
}
