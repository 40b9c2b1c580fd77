package dev.conveyor.jobs.batch;

import org.apache.hadoop.conf.Configuration;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;

/** Reads, maps and sums. Every engine gives the same set of lines for the same plan. */
public interface BatchEngine {

  /** The settings that this engine reads and writes files with; the given ones stay as they are. */
  Configuration configured(Configuration given);

  /**
   * Does the work to its end, or leaves nobody who still does it.
   *
   * @throws BatchException if an input is not as needed, or the job fails
   * @throws InterruptedException soon after the calling thread is interrupted
   */
  BatchCounts run(BatchContext work, Progress progress) throws InterruptedException;
}
