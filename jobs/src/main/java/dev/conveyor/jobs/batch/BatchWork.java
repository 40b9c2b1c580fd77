package dev.conveyor.jobs.batch;

import dev.conveyor.streaming.run.Snapshot;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What an engine is to do: read these files and messages, and write into the draft.
 *
 * @param messages what is held of queues and logs; empty if the plan names none
 * @param draft where the parts and the dead letters of the result belong for now
 * @param configuration of the engine's own making
 */
public record BatchWork(
    BatchPlan plan,
    List<FileStatus> files,
    Optional<Snapshot> messages,
    Path draft,
    Configuration configuration) {
  /** So many messages keep a task busy for about a second. */
  private static final long MESSAGES_EACH = 1_000_000;

  /** How many messages there are at all addresses. */
  public long messageCount() {
    return messages.map(Snapshot::messages).orElse(List.of()).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Into how many parts to cut the messages for so many tasks at a time. */
  public int messageParts(int atATime) {
    return (int) Math.max(atATime, Math.min(Integer.MAX_VALUE, messageCount() / MESSAGES_EACH));
  }
}
