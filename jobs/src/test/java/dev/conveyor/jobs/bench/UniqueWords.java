package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/**
 * Words of nine letters in no order: each word once, or as many different ones as stated. Ten bytes
 * a word.
 *
 * @param keys number of different words; {@link #ALL}: all are different
 */
record UniqueWords(long keys) implements CorpusKind {
  static final long ALL = Long.MAX_VALUE;
  private static final int LETTERS = 9;

  /** Below 26 to the power of nine, so that different numbers have different letters. */
  private static final int BITS = 42;

  private static final long MASK = (1L << BITS) - 1;
  private static final int WIDTH = 7 * (LETTERS + 1);

  UniqueWords() {
    this(ALL);
  }

  @Override
  public String name() {
    return keys == ALL ? "unique" : "keys" + keys;
  }

  @Override
  public void write(OutputStream out, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    long mark = random.nextLong() & MASK;
    CorpusLines lines = new CorpusLines(out, bytes, WIDTH);
    byte[] word = new byte[LETTERS];
    long index = 0;
    do {
      fill(word, mixed((keys == ALL ? index : random.nextLong(keys)) ^ mark));
      index++;
    } while (lines.add(word, LETTERS));
  }

  /** A permutation of all numbers of that many bits: each step can be undone. */
  private static long mixed(long number) {
    long value = (number * 0x9e3779b97f4a7c15L) & MASK;
    value ^= value >>> (BITS / 2);
    value = (value * 0xbf58476d1ce4e5b9L) & MASK;
    return value ^ (value >>> (BITS / 2));
  }

  private static void fill(byte[] word, long number) {
    long rest = number;
    for (int i = 0; i < LETTERS; i++) {
      word[i] = (byte) ('a' + rest % 26);
      rest /= 26;
    }
  }
}
