package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import org.apache.hadoop.conf.Configuration;

/** Reads, maps and reduces. Every engine writes the same set of lines for the same plan. */
public interface BatchEngine {

  /** Returns a copy of the settings, adapted to this engine. */
  Configuration configured(Configuration given);

  /**
   * Returns the unit of its progress as a plural for the user; empty if it means nothing to them.
   */
  default String unit() {
    return "";
  }

  /**
   * Runs a batch. None of its tasks is running when it returns or throws.
   *
   * @throws BatchException if an input cannot be read, or the job fails
   * @throws InterruptedException soon after the calling thread is interrupted
   */
  BatchCounts run(BatchContext work, Progress progress) throws InterruptedException;
}
