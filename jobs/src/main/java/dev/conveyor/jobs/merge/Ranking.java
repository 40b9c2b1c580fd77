package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.LineBuffer;
import dev.conveyor.jobs.stage.ResultLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The entries with the largest amounts. Of equal amounts, those with the smallest keys count,
 * compared as unsigned bytes. Keeps at most a fixed number of entries, in memory if they fit a
 * limit, and else on local disk. Belongs to one thread; closing frees its files.
 */
public final class Ranking implements Closeable {
  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparingLong(Entry::amount)
          .reversed()
          .thenComparing(Entry::key, Arrays::compareUnsigned);

  /** The bytes of an entry without its key, approximately. */
  private static final int BYTES_AN_ENTRY = 64;

  private record Entry(byte[] key, long amount) {}

  private final int most;
  private final Path folder;
  private final long limit;
  private final PriorityQueue<Entry> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
  private long memory;

  /** All entries, once the best ones exceed the limit; else null. */
  private RankedEntries onDisk;

  /**
   * Creates an empty ranking.
   *
   * @param most number of entries to keep, at least one
   * @param folder of this machine for files
   * @param limit on memory in bytes
   */
  public Ranking(int most, Path folder, long limit) {
    this.most = most;
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Adds an entry whose key was not added before.
   *
   * @throws IOException if the disk cannot be written
   */
  public void add(byte[] key, int from, int to, long amount) throws IOException {
    if (onDisk != null) {
      onDisk.add(key, from, to, amount);
      return;
    }
    if (worstFirst.size() == most && amount < worstFirst.element().amount()) {
      return;
    }
    worstFirst.add(new Entry(Arrays.copyOfRange(key, from, to), amount));
    memory += BYTES_AN_ENTRY + to - from;
    if (worstFirst.size() > most) {
      memory -= BYTES_AN_ENTRY + worstFirst.remove().key().length;
    }
    if (memory > limit) {
      spill();
    }
  }

  private void spill() throws IOException {
    onDisk = new RankedEntries(folder, limit / 2); // The queue is still full.
    while (!worstFirst.isEmpty()) {
      Entry entry = worstFirst.remove();
      onDisk.add(entry.key(), 0, entry.key().length, entry.amount());
    }
  }

  /** Writes the entries as {@link ResultLines}, the best first. */
  public void write(OutputStream out) throws IOException {
    LineBuffer lines = new LineBuffer(1 << 10);
    if (onDisk != null) {
      onDisk.forEach(
          most,
          (key, from, to, amount) -> {
            lines.add(key, from, to, amount);
            lines.flushIfFull(out);
          });
    } else {
      List<Entry> bestFirst = new ArrayList<>(worstFirst);
      bestFirst.sort(BEST_FIRST);
      for (Entry entry : bestFirst) {
        lines.add(entry.key(), 0, entry.key().length, entry.amount());
        lines.flushIfFull(out);
      }
    }
    lines.flush(out);
  }

  @Override
  public void close() throws IOException {
    if (onDisk != null) {
      onDisk.close();
    }
  }
}
