package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects one word of any script, code point by code point, and makes its key. */
final class UnicodeWord {
  private static final int LETTERS =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER;
  private static final int MARKS =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK;
  private static final int DIGITS = 1 << Character.DECIMAL_DIGIT_NUMBER;
  private static final int WORD = LETTERS | MARKS | DIGITS;

  private static final int ZERO_WIDTH_SPACE = 0x200b;
  private static final int CURLY_APOSTROPHE = 0x2019;
  private static final int FINAL_SIGMA = 0x3c2;
  private static final int SIGMA = 0x3c3;

  private final Bytes key = new Bytes();
  private byte[] keyBuffer = new byte[256];
  private int[] points = new int[64];
  private int length;

  /** An apostrophe that belongs to the word if a word character follows; 0 if there is none. */
  private int apostrophe;

  private boolean hasLetter;
  private boolean isNormal = true;

  /** Returns false for separators, including a negative {@code point}. */
  boolean accept(int point) {
    int category = point < 0 ? 0 : 1 << Character.getType(point);
    if ((category & WORD) != 0) {
      append(point, category);
      return true;
    }
    if (point == '\'' || point == CURLY_APOSTROPHE) {
      boolean first = length > 0 && apostrophe == 0;
      apostrophe = point;
      return first;
    }
    return category == 1 << Character.FORMAT && point != ZERO_WIDTH_SPACE;
  }

  boolean isWord() {
    return hasLetter;
  }

  void clear() {
    length = 0;
    apostrophe = 0;
    hasLetter = false;
    isNormal = true;
  }

  /** Returns the key of this word, valid until the next call. */
  Bytes key() {
    return isNormal ? simpleKey() : normalizedKey();
  }

  private void append(int point, int category) {
    if (length + 2L > points.length) {
      points = Arrays.copyOf(points, Bytes.grownLength(points.length, length + 2L, "a word"));
    }
    if (apostrophe != 0) {
      points[length++] = apostrophe;
      apostrophe = 0;
    }
    points[length++] = point;
    hasLetter |= (category & LETTERS) != 0;
    isNormal &= (category & MARKS) == 0 && isInert(point);
  }

  /**
   * Returns whether a letter or digit, and its lower case, stays unchanged in NFC beside any other
   * such code points. Covers the ranges of most texts; other letters take the slow path.
   */
  static boolean isInert(int point) {
    return (point < 0x900 && point != 0x374) || (point >= 0x3040 && point <= 0xd7a3);
  }

  private Bytes simpleKey() {
    long needed = (long) length * Utf8.LONGEST;
    if (needed > keyBuffer.length) {
      keyBuffer = new byte[Bytes.grownLength(keyBuffer.length, needed, "bytes of a word")];
    }
    int end = 0;
    for (int i = 0; i < length; i++) {
      end = Utf8.encode(folded(points[i]), keyBuffer, end);
    }
    return key.set(keyBuffer, 0, end);
  }

  private Bytes normalizedKey() {
    String word = NormalForm.composed(new String(points, 0, length));
    int[] folded = word.codePoints().map(UnicodeWord::folded).toArray();
    String normal = NormalForm.composed(new String(folded, 0, folded.length));
    byte[] bytes = normal.getBytes(StandardCharsets.UTF_8);
    return key.set(bytes, 0, bytes.length);
  }

  /** Folds a code point independently of its neighbors. */
  private static int folded(int point) {
    return switch (point) {
      case CURLY_APOSTROPHE -> '\'';
      case FINAL_SIGMA -> SIGMA;
      default -> Character.toLowerCase(point);
    };
  }
}
