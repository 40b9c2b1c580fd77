package dev.conveyor.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The totals of the words of all batches so far, and the times of the first batch and the last. Its
 * clock starts when it is made.
 */
final class WordTotals {
  private static final long IDLE_NANOS = 20_000_000_000L;
  private static final int DIGEST_LENGTH = 16;

  private final long start = System.nanoTime();
  private final TreeMap<String, Long> totals = new TreeMap<>();
  private volatile long words;
  private volatile long firstNanos;
  private volatile long lastNanos;

  /** The counts of a batch, word by word. */
  interface Counts {
    void forEach(Adder adder);

    /** Takes the count of a word. */
    interface Adder {
      void add(String word, long count);
    }
  }

  /**
   * Adds the counts of a batch that is over now. Does nothing if there are none.
   *
   * @param start of the batch, by {@link System#nanoTime()}
   */
  synchronized void add(long start, Counts counts) {
    long[] more = {0};
    counts.forEach(
        (word, count) -> {
          totals.merge(word, count, Long::sum);
          more[0] += count;
        });
    if (more[0] == 0) {
      return;
    }
    firstNanos = firstNanos == 0 ? start : firstNanos;
    lastNanos = System.nanoTime();
    words += more[0];
  }

  /** Waits until this number of words was counted, or nothing has come for 20 s. */
  void awaitWords(long expected) throws InterruptedException {
    while (words < expected && System.nanoTime() - Math.max(start, lastNanos) < IDLE_NANOS) {
      Thread.sleep(20);
    }
  }

  /**
   * Prints a line: the messages; seconds from the start of the first batch that held a message, and
   * from the start of the query, to the end of the last; a digest of all totals.
   *
   * @param wordsEach words of a message
   */
  synchronized void print(long wordsEach) {
    System.out.printf(
        Locale.ROOT,
        "%d %.3f %.3f %s%n",
        words / wordsEach,
        (lastNanos - firstNanos) / 1e9,
        (lastNanos - start) / 1e9,
        digest());
    System.out.flush();
  }

  private String digest() {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    totals.forEach((word, count) -> sha.update((word + "\t" + count + "\n").getBytes(UTF_8)));
    return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_LENGTH);
  }
}
