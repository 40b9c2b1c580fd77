package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.EntryVisitor;
import dev.conveyor.jobs.stage.Tally;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Any number of entries, sorted by descending amounts and then by keys. Each becomes an entry of
 * {@link SortedSums} whose key begins with the amount. Belongs to one thread.
 */
final class RankedEntries implements Closeable {
  /** Seven bits a byte, so that the top bit can keep a line feed away. */
  private static final int AMOUNT_BYTES = 10;

  private final Tally tally = new Tally();
  private final SortedSums sums;
  private byte[] ranked = new byte[256];

  /**
   * @param limit on memory in bytes
   */
  RankedEntries(Path folder, long limit) {
    tally.limitTo(limit / 2);
    sums = new SortedSums(folder, () -> limit / 2);
  }

  /** Adds an entry whose key was not added before. */
  void add(byte[] key, int from, int to, long amount) throws IOException {
    int length = AMOUNT_BYTES + to - from;
    if (length > ranked.length) {
      ranked = new byte[length];
    }
    // Unsigned, and the largest first.
    long rank = ~(amount ^ Long.MIN_VALUE);
    for (int i = AMOUNT_BYTES - 1; i >= 0; i--) {
      ranked[i] = (byte) (rank | 0x80);
      rank >>>= 7;
    }
    System.arraycopy(key, from, ranked, AMOUNT_BYTES, to - from);
    tally.add(ranked, 0, length, amount);
    if (tally.isFull()) {
      sort();
    }
  }

  private void sort() throws IOException {
    SortedBlocks.<IOException>send(tally, 1, (partition, block) -> sums.add(block));
    tally.clear();
  }

  /** Visits the first entries in order. */
  void forEach(long most, EntryVisitor<IOException> visitor) throws IOException {
    sort();
    sums.forEach(
        most, (key, from, to, amount) -> visitor.visit(key, from + AMOUNT_BYTES, to, amount));
  }

  @Override
  public void close() throws IOException {
    sums.close();
  }
}
