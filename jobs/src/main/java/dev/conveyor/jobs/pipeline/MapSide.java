package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.LineMapSide;

/** One map task of an engine that shuffles. Belongs to one thread. */
public interface MapSide {

  /**
   * The one that this plan asks for.
   *
   * @param partitions how many reduce tasks there are
   * @param task the number of this task: its dead letters go to one reduce task
   */
  static MapSide of(BatchPlan plan, int partitions, int task, ShuffleSink sink) {
    return plan.reducer().isPresent()
        ? new LineMapSide(partitions, task, sink)
        : new TallyMapSide(plan, partitions, task, sink);
  }

  /**
   * Maps these records.
   *
   * @throws BatchException if the job fails
   */
  void map(RecordBlock block);

  /** Sends what is left. */
  void finish();

  /** Of the input, dead ones among them. */
  long records();

  /** Of what was sent. */
  long pairs();

  /** Of what was sent. */
  long malformed();

  long dead();
}
