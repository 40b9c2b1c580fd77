package dev.conveyor.jobs.stage;

import java.util.Arrays;

/**
 * Counts the words of a text, by the word rule of this project over UTF-8 bytes. Accepts any bytes;
 * malformed sequences separate words and are counted.
 *
 * <p>Words of ASCII letters, digits and apostrophes go from the record to the tally without an
 * object. At any other byte {@link UnicodeWord} takes over until the next ASCII separator, which no
 * other rule can reach across.
 */
public final class Words implements Mapping {
  private static final byte SEPARATOR = 0;
  private static final byte APOSTROPHE = 1;
  private static final byte FOREIGN = -1;

  /** Returned instead of an index if a text does not go on with a short word. */
  private static final int LONG = -1;

  /** One of the above for each byte, or the lower-case letter or digit for the key. */
  private static final byte[] KIND = kinds();

  /** 1 for each separator, else 0: numbers to add, where a branch would be guessed wrong. */
  private static final byte[] SEPARATORS = separators();

  /** Null if all words count. */
  private final WordFilter filter;

  private final UnicodeWord foreign = new UnicodeWord();
  private byte[] key = new byte[256];

  /** Counts every word. */
  public Words() {
    this(null);
  }

  /** Counts the words that the filter keeps. */
  public Words(WordFilter filter) {
    this.filter = filter;
  }

  @Override
  public void map(Bytes record, Tally into) {
    byte[] text = record.buffer();
    int to = record.to();
    int at = record.from();
    while (at < to) {
      int next = text.length - at <= KeyTable.SHORT ? LONG : shortWord(text, at, to, into);
      at = next == LONG ? word(text, at, to, into) : next;
    }
  }

  /**
   * Counts a word of up to fifteen letters at this index, the most frequent kind, by reading eight
   * at once.
   *
   * @return index to continue from; {@link #LONG} if this is no such word
   */
  private int shortWord(byte[] text, int from, int to, Tally into) {
    int most = to - from;
    long first = EightBytes.lowerCase(text, from);
    long second = 0;
    int length = Math.min(EightBytes.leadingLetters(first), most);
    if (length < Long.BYTES) {
      first = EightBytes.first(first, length);
    } else {
      second = EightBytes.lowerCase(text, from + Long.BYTES);
      int more = Math.min(EightBytes.leadingLetters(second), most - Long.BYTES);
      if (more == Long.BYTES) {
        return LONG;
      }
      second = EightBytes.first(second, more);
      length += more;
    }
    int end = from + length;
    if (end < to && KIND[text[end] & 0xff] != SEPARATOR) {
      return LONG;
    }
    if (length > 0) {
      countShort(first, second, length, into);
    }
    // A mark and a space often follow a word. The byte may lie behind the record, in the buffer.
    return end + 1 + SEPARATORS[text[end + 1] & 0xff];
  }

  private void countShort(long first, long second, int length, Tally into) {
    if (filter != null) {
      EightBytes.write(first, key, 0);
      EightBytes.write(second, key, Long.BYTES);
      if (!filter.keeps(key, 0, length)) {
        return;
      }
    }
    into.addLater(first, second, length);
  }

  /**
   * Counts the word at this index, if there is one.
   *
   * @return index to continue from
   */
  private int word(byte[] text, int from, int to, Tally into) {
    int length = leadingLetters(text, from, to);
    int letters = length;
    for (int at = from + length; at < to; at++) {
      int kind = kind(text, at, to, length);
      if (kind == FOREIGN) {
        return foreignWords(text, from, to, into);
      }
      if (kind == SEPARATOR) {
        count(letters, length, into);
        return at + 1;
      }
      ensure(length + 1L);
      key[length++] = (byte) kind;
      letters |= kind & 0x40;
    }
    count(letters, length, into);
    return to;
  }

  /** Copies the leading letters of a word, eight at a time. */
  private int leadingLetters(byte[] text, int from, int to) {
    int length = 0;
    int more = Long.BYTES;
    while (more == Long.BYTES && to - from - length >= Long.BYTES) {
      ensure(length + (long) Long.BYTES);
      long eight = EightBytes.lowerCase(text, from + length);
      EightBytes.write(eight, key, length);
      more = EightBytes.leadingLetters(eight);
      length += more;
    }
    return length;
  }

  private static int kind(byte[] text, int at, int to, int length) {
    int kind = KIND[text[at] & 0xff];
    return kind == APOSTROPHE ? apostrophe(text, at, to, length) : kind;
  }

  /** Returns the kind of an apostrophe after {@code length} word characters. */
  private static int apostrophe(byte[] text, int at, int to, int length) {
    int next = length > 0 && at + 1 < to ? KIND[text[at + 1] & 0xff] : SEPARATOR;
    return next > APOSTROPHE ? '\'' : next == FOREIGN ? FOREIGN : SEPARATOR;
  }

  private void ensure(long length) {
    if (length > key.length) {
      key = Arrays.copyOf(key, Bytes.grownLength(key.length, length, "bytes of a word"));
    }
  }

  /**
   * Counts the words up to the next ASCII separator.
   *
   * @return index to continue from
   */
  private int foreignWords(byte[] text, int from, int to, Tally into) {
    int at = from;
    while (at < to && KIND[text[at] & 0xff] != SEPARATOR) {
      int point = Utf8.decode(text, at, to);
      if (!foreign.accept(point)) {
        countForeign(into);
      }
      if (point < 0) {
        into.addMalformed(1);
      }
      at += point < 0 ? -point : Utf8.length(point);
    }
    countForeign(into);
    return at + 1;
  }

  private void countForeign(Tally into) {
    if (foreign.isWord()) {
      Bytes word = foreign.key();
      add(word.buffer(), word.to(), into);
    }
    foreign.clear();
  }

  private void count(int letters, int length, Tally into) {
    if (letters != 0) {
      add(key, length, into);
    }
  }

  private void add(byte[] word, int length, Tally into) {
    if (filter == null || filter.keeps(word, 0, length)) {
      into.add(word, 0, length, 1);
    }
  }

  private static byte[] separators() {
    byte[] separators = new byte[KIND.length];
    for (int value = 0; value < KIND.length; value++) {
      separators[value] = (byte) (KIND[value] == SEPARATOR ? 1 : 0);
    }
    return separators;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, 0x80, 0x100, FOREIGN);
    kinds['\''] = APOSTROPHE;
    for (int digit = '0'; digit <= '9'; digit++) {
      kinds[digit] = (byte) digit;
    }
    for (int letter = 'a'; letter <= 'z'; letter++) {
      kinds[letter] = (byte) letter;
      kinds[Character.toUpperCase(letter)] = (byte) letter;
    }
    return kinds;
  }
}
