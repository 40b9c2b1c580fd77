package dev.conveyor.jobs.batch;

/** One map task of an engine that shuffles. Belongs to one thread. */
public interface MapSide {

  /**
   * The one that this plan asks for.
   *
   * @param partitions how many reduce tasks there are
   * @param task the number of this task: its dead letters go to one reduce task
   */
  static MapSide of(BatchPlan plan, int partitions, int task, PieceSink sink) {
    return plan.reducer().isPresent()
        ? new LineSide(partitions, task, sink)
        : new TallySide(plan, partitions, task, sink);
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
