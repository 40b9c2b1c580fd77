package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.ReaderOptions.End;
import dev.conveyor.streaming.spark.AddressPartition;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * The messages of a partition, each noted in a report. Leaves out end markers if they end the
 * stream. Belongs to one thread.
 */
final class ReportedMessages implements Iterator<Message> {
  private final AddressPartition partition;
  private final StreamPlan plan;
  private final PartitionReport report;
  private Message next;

  ReportedMessages(AddressPartition partition, StreamPlan plan, PartitionReport report) {
    this.partition = partition;
    this.plan = plan;
    this.report = report;
  }

  @Override
  public boolean hasNext() {
    while (next == null && partition.messages().hasNext()) {
      throwIfKilled();
      take(partition.messages().next());
    }
    return next != null;
  }

  private void take(Message message) {
    if (plan.settings().end() == End.AT_MARKER && message.isEndMarker()) {
      report.end(partition.address());
    } else {
      report.note(partition.address(), message, plan.preview());
      next = message;
    }
  }

  /** A job may have swallowed the interrupt of the task that is killed. */
  private static void throwIfKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the task is killed");
    }
  }

  @Override
  public Message next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Message message = next;
    next = null;
    return message;
  }
}
