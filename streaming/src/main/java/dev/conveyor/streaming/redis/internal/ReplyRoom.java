package dev.conveyor.streaming.redis.internal;

/** The bytes that a reply may still bring, see {@link ReplyLimits}. Belongs to one thread. */
final class ReplyRoom {
  private final ReplyLimits limits;
  private long left;

  ReplyRoom(ReplyLimits limits) {
    this.limits = limits;
    begin();
  }

  /** Begins a reply. */
  void begin() {
    left = limits.reply();
  }

  boolean fits(long length) {
    return length <= limits.string() && (length <= TruncatedString.KEPT || length <= left);
  }

  /**
   * Returns the number of bytes to keep of a string.
   *
   * @throws ReplyException if no Redis has such a string, or it is to be refused
   */
  int kept(long length) throws ReplyException {
    checkLength(length);
    if (fits(length)) {
      return (int) length;
    }
    if (limits.excess() == ReplyLimits.Excess.REFUSED) {
      throw new ReplyException("it answers with a string of " + length + " bytes, over the limit");
    }
    return (int) Math.min(length, TruncatedString.KEPT);
  }

  /** Refuses the length of a string that no Redis has. */
  static void checkLength(long length) throws ReplyException {
    if (length < 0 || length > ReplyLimits.LONGEST_STRING) {
      throw new ReplyException("it announces a string of " + length + " bytes");
    }
  }

  /** Small and cut strings are let through when there is no room left, but not without end. */
  void take(long length) throws ReplyException {
    left -= length;
    if (left < -ReplyLimits.PAGE) {
      throw new ReplyException("it answers more than " + limits.reply() + " bytes at once");
    }
  }
}
