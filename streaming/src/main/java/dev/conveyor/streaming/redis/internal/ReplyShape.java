package dev.conveyor.streaming.redis.internal;

/**
 * The open arrays of a reply and the number of elements that each still lacks. Limits their nesting
 * and the number of elements that they announce in all.
 */
final class ReplyShape {
  private static final int DEEPEST = 8;
  private static final int MOST_ELEMENTS = 500_000;

  private final long[] lacking = new long[DEEPEST];
  private int depth;
  private long announced;

  /** Refuses what no reply and no element begins with. */
  static void checkKind(byte b) throws ReplyException {
    if (b == 0x15 || b == 0x16) {
      throw new ReplyException("it answers in TLS");
    }
    if (b != '+' && b != '-' && b != ':' && b != '$' && b != '*') {
      throw new ReplyException("it answers what is no Redis reply");
    }
  }

  void beginArray(long elements) throws ReplyException {
    announced += Math.max(0, elements);
    if (elements < -1 || announced > MOST_ELEMENTS) {
      throw new ReplyException("it announces an array of " + elements + " elements");
    }
    if (elements <= 0) {
      endElement();
      return;
    }
    if (depth == DEEPEST) {
      throw new ReplyException("it answers with arrays more than " + DEEPEST + " deep");
    }
    lacking[depth++] = elements;
  }

  /** An element is complete; with it may be the array that it ends, and the one around that. */
  void endElement() {
    while (depth > 0 && --lacking[depth - 1] == 0) {
      depth--;
    }
    if (depth == 0) {
      announced = 0;
    }
  }

  /** Returns whether no reply is half through. */
  boolean isWhole() {
    return depth == 0;
  }
}
