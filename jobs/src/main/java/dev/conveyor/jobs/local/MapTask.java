package dev.conveyor.jobs.local;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.MapInput;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Maps the records of portion after portion, or what a program makes of them. Runs on one thread.
 *
 * @param folder where a program works
 */
record MapTask(BatchPlan plan, QueuedBlocks pending, File folder, Consumer<RecordBlock> into)
    implements Callable<Void> {

  @Override
  public Void call() throws IOException, InterruptedException {
    try (pending;
        MapInput blocks = MapInput.of(plan, pending, ProgramHost.in(folder))) {
      while (blocks.hasNext()) {
        into.accept(blocks.next());
        // Reading files heeds no interrupt.
        if (Thread.interrupted() || pending.isClosed()) {
          throw new InterruptedException();
        }
      }
    }
    return null;
  }
}
