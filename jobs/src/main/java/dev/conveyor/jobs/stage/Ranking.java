package dev.conveyor.jobs.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The entries with the largest amounts. Of equal amounts, those with the smallest keys count,
 * compared as unsigned bytes. Keeps at most a fixed number. Belongs to one thread.
 */
public final class Ranking {
  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparingLong(Entry::amount)
          .reversed()
          .thenComparing(Entry::key, Arrays::compareUnsigned);

  private record Entry(byte[] key, long amount) {}

  private final int most;
  private final PriorityQueue<Entry> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  /**
   * @param most number of entries to keep, at least one
   */
  public Ranking(int most) {
    this.most = most;
  }

  /** Adds an entry whose key was not added before. */
  public void add(byte[] key, int from, int to, long amount) {
    if (worstFirst.size() == most && amount < worstFirst.element().amount()) {
      return;
    }
    worstFirst.add(new Entry(Arrays.copyOfRange(key, from, to), amount));
    if (worstFirst.size() > most) {
      worstFirst.remove();
    }
  }

  /** Writes the entries as {@link ResultLines}, the best first. */
  public void write(OutputStream out) throws IOException {
    List<Entry> bestFirst = new ArrayList<>(worstFirst);
    bestFirst.sort(BEST_FIRST);
    for (Entry entry : bestFirst) {
      ResultLines.write(entry.key(), 0, entry.key().length, entry.amount(), out);
    }
  }
}
