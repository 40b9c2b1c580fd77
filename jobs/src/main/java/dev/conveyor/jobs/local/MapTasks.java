package dev.conveyor.jobs.local;

import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.TextInput;
import dev.conveyor.streaming.run.LossCount;
import java.io.File;
import java.util.List;
import java.util.function.Consumer;

/** The map tasks of one batch, which share what is to be read. */
final class MapTasks {
  private final BatchContext work;
  private final File folder;
  private final ReadMessageCounts read;
  private final PartitionQueue pending;

  private MapTasks(BatchContext work, File folder, PartitionQueue pending) {
    this.work = work;
    this.folder = folder;
    this.read = ReadMessageCounts.of(work);
    this.pending = pending;
  }

  /**
   * @param folder where a program works
   */
  static MapTasks of(BatchContext work, File folder, int threads, Progress progress)
      throws InterruptedException {
    return new MapTasks(
        work, folder, new PartitionQueue(LocalPartitions.of(work, threads), progress));
  }

  /** Runs them to their end, as many at a time as there are consumers: one for each. */
  void run(List<? extends Consumer<RecordBlock>> into) throws InterruptedException {
    TaskThreads.run(into.stream().map(this::task).toList(), pending::close);
  }

  private MapTask task(Consumer<RecordBlock> into) {
    TextInput input = new TextInput(work.configuration(), work.plan().input().maxRecordBytes());
    return new MapTask(work.plan(), new QueuedBlocks(pending, input, read), folder, into);
  }

  /** What was lost, once they have run. */
  LossCount lost() {
    return read.verified();
  }
}
