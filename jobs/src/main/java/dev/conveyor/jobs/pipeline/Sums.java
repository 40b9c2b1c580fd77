package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.stage.Tally;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Adds up packed tallies by job. Belongs to one thread at a time. */
public final class Sums {
  private final Map<Integer, Tally> tallies = new TreeMap<>();

  /**
   * Adds a record of kind {@code COUNTS}.
   *
   * @throws BatchException if a sum leaves the range of a long, or there are too many keys
   */
  public void add(ShuffleRecord counts) {
    if (counts.key().kind() != ShuffleKey.Kind.COUNTS) {
      throw new IllegalStateException("cannot sum " + counts.key());
    }
    try {
      tallies.computeIfAbsent(counts.key().job(), job -> new Tally()).mergePacked(counts.bytes());
    } catch (ArithmeticException | IllegalStateException e) {
      throw new BatchException("cannot sum: " + e.getMessage() + "; cut the input into parts", e);
    }
  }

  /** Returns the sums of each job that has any. */
  public Iterator<ResultPart> parts() {
    return tallies.entrySet().stream()
        .<ResultPart>map(sum -> new ResultPart.JobSums(sum.getKey(), sum.getValue()))
        .iterator();
  }

  /** Returns the figures of these sums; records and dead letters are 0. */
  public BatchCounts figures() {
    long pairs = 0;
    long keys = 0;
    long malformed = 0;
    for (Tally tally : tallies.values()) {
      pairs += tally.pairs();
      keys += tally.keys();
      malformed += tally.malformed();
    }
    return BatchCounts.of(0, pairs, keys, malformed, 0);
  }
}
