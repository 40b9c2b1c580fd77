package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.ReaderOptions.End;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Notes each message of a partition in a report. Leaves out end markers if they end the stream.
 * Belongs to one thread, that of a task.
 */
final class MessageReport implements MessageBlocks.Filter {
  private final int address;
  private final int preview;
  private final boolean endsAtMarker;
  private final PartitionReport report;

  /** Null outside of a task. */
  private final TaskContext task = TaskContext.get();

  /**
   * @param address index of the address of all messages
   */
  MessageReport(int address, StreamPlan plan, PartitionReport report) {
    this.address = address;
    this.preview = plan.preview();
    this.endsAtMarker = plan.settings().end() == End.AT_MARKER;
    this.report = report;
  }

  @Override
  public boolean accepts(MessagePage page, int index) {
    throwIfKilled();
    if (endsAtMarker && page.isEndMarker(index)) {
      report.end(address);
      return false;
    }
    report.note(address, page, index, preview);
    return true;
  }

  /** A job may have swallowed the interrupt of the task that is killed. */
  private void throwIfKilled() {
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the task is killed");
    }
  }
}
