package dev.conveyor.jobs.stage;

/** UTF-8, one code point at a time. Finds the same malformed sequences as the JDK's decoder. */
final class Utf8 {
  /** Maximum length of a code point in bytes. */
  static final int LONGEST = 4;

  private Utf8() {}

  /**
   * Returns the code point at an index, or the negated length of a malformed sequence, which {@code
   * CharsetDecoder} replaces by one U+FFFD.
   *
   * @param at less than {@code to}
   */
  static int decode(byte[] text, int at, int to) {
    int lead = text[at] & 0xff;
    if (lead < 0x80) {
      return lead;
    }
    if (lead < 0xc2 || lead > 0xf4 || !continues(text, at + 1, to)) {
      return -1;
    }
    int second = text[at + 1] & 0x3f;
    if (lead < 0xe0) {
      return (lead & 0x1f) << 6 | second;
    }
    return lead < 0xf0 ? three(text, at, to, second) : four(text, at, to, second);
  }

  private static int three(byte[] text, int at, int to, int second) {
    int top = (text[at] & 0xf) << 12 | second << 6;
    if (top < 0x800) {
      return -1;
    }
    if (!continues(text, at + 2, to)) {
      return -2;
    }
    // The JDK takes the three bytes of a surrogate for one malformed sequence.
    return (top & 0xf800) == 0xd800 ? -3 : top | (text[at + 2] & 0x3f);
  }

  private static int four(byte[] text, int at, int to, int second) {
    int top = (text[at] & 0x7) << 18 | second << 12;
    if (top < 0x10000 || top > 0x10ffff) {
      return -1;
    }
    if (!continues(text, at + 2, to)) {
      return -2;
    }
    if (!continues(text, at + 3, to)) {
      return -3;
    }
    return top | (text[at + 2] & 0x3f) << 6 | (text[at + 3] & 0x3f);
  }

  private static boolean continues(byte[] text, int at, int to) {
    return at < to && (text[at] & 0xc0) == 0x80;
  }

  /** Returns the length of a code point in bytes. */
  static int length(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }

  /**
   * Writes a code point that is no surrogate.
   *
   * @return index after its last byte
   */
  static int encode(int point, byte[] into, int at) {
    int length = length(point);
    int rest = point;
    for (int i = at + length - 1; i > at; i--) {
      into[i] = (byte) (0x80 | (rest & 0x3f));
      rest >>>= 6;
    }
    into[at] = (byte) (length == 1 ? rest : 0xf00 >> length | rest);
    return at + length;
  }

  static boolean isWellFormed(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int point = text[at] >= 0 ? text[at] : decode(text, at, to);
      if (point < 0) {
        return false;
      }
      at += length(point);
    }
    return true;
  }
}
