package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.PipedBlocks;
import dev.conveyor.jobs.program.Program;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/**
 * What one map task maps: its records, or what the mapper of the plan makes of them. Belongs to one
 * thread; to be closed before what it reads from.
 */
public final class MapInput implements Iterator<RecordBlock>, Closeable {
  private final Iterator<RecordBlock> blocks;
  private final Closeable program;

  private MapInput(Iterator<RecordBlock> blocks, Closeable program) {
    this.blocks = blocks;
    this.program = program;
  }

  /**
   * For these records; with a mapper, another thread may read them until this is closed.
   *
   * @param host where a program runs
   */
  public static MapInput of(BatchPlan plan, Iterator<RecordBlock> records, ProgramHost host) {
    if (plan.programs().isEmpty()) {
      return new MapInput(records, () -> {});
    }
    PipedBlocks lines =
        new PipedBlocks(
            Program.Role.MAPPER, plan.programs().get().mapper(), plan.input().maxRecordBytes(), host, records);
    return new MapInput(lines, lines);
  }

  /**
   * Waits for more.
   *
   * @throws BatchException if the input cannot be read, or the program fails
   * @throws java.io.UncheckedIOException soon after the thread is interrupted
   */
  @Override
  public boolean hasNext() {
    return blocks.hasNext();
  }

  @Override
  public RecordBlock next() {
    return blocks.next();
  }

  /** Ends the program, if it has not ended by itself. */
  @Override
  public void close() throws IOException {
    program.close();
  }
}
