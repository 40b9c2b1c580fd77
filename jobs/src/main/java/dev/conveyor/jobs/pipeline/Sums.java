package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.merge.MemoryShare;
import dev.conveyor.jobs.merge.SortedSums;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up sorted blocks by job, in memory up to the share of a task, and on local disk beyond it.
 * Belongs to one thread at a time; closing frees its files.
 */
public final class Sums implements Closeable {
  private final Path folder;
  private final MemoryShare share = MemoryShare.open();
  private final Map<Integer, SortedSums> jobs = new TreeMap<>();

  /**
   * Creates empty sums.
   *
   * @param folder of this machine for files
   */
  public Sums(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds a record of kind {@code COUNTS}.
   *
   * @throws BatchException if a sum leaves the range of a long, or the disk cannot be written
   */
  public void add(ShuffleRecord counts) {
    if (counts.key().kind() != ShuffleKey.Kind.COUNTS) {
      throw new IllegalStateException("cannot sum " + counts.key());
    }
    try {
      of(counts.key().job()).add(counts.bytes());
    } catch (ArithmeticException e) {
      throw outOfRange(e);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Moves all that other sums hold into these. */
  public void addAll(Sums other) {
    other.jobs.forEach((job, sums) -> of(job).addAll(sums));
  }

  private SortedSums of(int job) {
    return jobs.computeIfAbsent(
        job, unused -> new SortedSums(folder, () -> share.bytes() / jobs.size()));
  }

  /** Returns the failure of sums that leave the range of a long. */
  public static BatchException outOfRange(ArithmeticException e) {
    return new BatchException("cannot sum: " + e.getMessage() + "; cut the input into parts", e);
  }

  private BatchException unwritable(IOException e) {
    return BatchException.cannot(
        "sort in " + folder,
        e,
        "free space there, or set java.io.tmpdir, spark.local.dir or hadoop.tmp.dir");
  }

  /** Returns the sums of each job that has any. */
  public Iterator<ResultPart> parts() {
    return jobs.entrySet().stream()
        .<ResultPart>map(sums -> new ResultPart.JobSums(sums.getKey(), sums.getValue()))
        .iterator();
  }

  /** Returns the figures of the sums, once all were read; records and dead letters are 0. */
  public BatchCounts figures() {
    long pairs = 0;
    long keys = 0;
    long malformed = 0;
    for (SortedSums sums : jobs.values()) {
      pairs += sums.pairs();
      keys += sums.keys();
      malformed += sums.malformed();
    }
    return BatchCounts.of(0, pairs, keys, malformed, 0);
  }

  @Override
  public void close() throws IOException {
    share.close();
    for (SortedSums sums : jobs.values()) {
      sums.close();
    }
  }
}
