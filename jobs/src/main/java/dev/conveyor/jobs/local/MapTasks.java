package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.input.TextInput;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.run.LossCount;
import java.util.List;

/** The map tasks of one batch, which share a queue of partitions. */
final class MapTasks {
  private final BatchContext work;
  private final Pipeline pipeline;
  private final ReadMessageCounts read;
  private final PartitionQueue pending;

  private MapTasks(BatchContext work, Pipeline pipeline, PartitionQueue pending) {
    this.work = work;
    this.pipeline = pipeline;
    this.read = ReadMessageCounts.of(work);
    this.pending = pending;
  }

  static MapTasks of(BatchContext work, Pipeline pipeline, int threads, Progress progress)
      throws InterruptedException {
    return new MapTasks(
        work, pipeline, new PartitionQueue(LocalPartition.of(work, threads), progress));
  }

  /** Runs a task for each sink, waits for their end, and returns the counts of each. */
  List<BatchCounts> run(List<? extends ShuffleSink> sinks) throws InterruptedException {
    return TaskThreads.run(sinks.stream().map(this::task).toList(), pending::close);
  }

  private MapTask task(ShuffleSink sink) {
    TextInput input = new TextInput(work.configuration(), work.plan().input().maxRecordBytes());
    return new MapTask(pipeline, new QueuedBlocks(pending, input, read), sink);
  }

  /**
   * Returns the lost messages, after the tasks have ended.
   *
   * @throws dev.conveyor.streaming.run.LossException if messages are lost, and the plan says to
   *     fail then
   */
  LossCount lost() {
    return read.verified();
  }
}
