package dev.conveyor.jobs.local;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Maps the records of partitions, one after another, for the only reduce task. Runs on one thread.
 */
record MapTask(Pipeline pipeline, QueuedBlocks pending, ShuffleSink sink)
    implements Callable<BatchCounts> {

  @Override
  public BatchCounts call() throws IOException, InterruptedException {
    try (pending;
        MapSide side = pipeline.mapSide(pending, 1, 0, sink)) {
      while (side.advance()) {
        // Reading may miss an interrupt.
        if (Thread.interrupted() || pending.isClosed()) {
          throw new InterruptedException();
        }
      }
      return side.figures();
    }
  }
}
