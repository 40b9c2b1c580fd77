package dev.conveyor.jobs.plan;

import dev.conveyor.streaming.run.Snapshot;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The input and output that an engine gets for one batch.
 *
 * @param messages snapshot of the queues and logs; empty if the plan names none
 * @param draft folder to which the engine writes parts and dead letters
 * @param configuration the engine's own
 */
public record BatchContext(
    BatchPlan plan,
    List<FileStatus> files,
    Optional<Snapshot> messages,
    Path draft,
    Configuration configuration) {
  /** Number of messages that keep a task busy for about a second. */
  private static final long TASK_MESSAGES = 1_000_000;

  private static final String REDUCE_TASKS = "mapreduce.job.reduces";
  private static final long REDUCE_TASK_BYTES = 512 << 20;
  private static final long TYPICAL_MESSAGE_BYTES = 64;
  private static final long MAX_REDUCE_TASKS = 200;

  /** The number of messages of all addresses. */
  public long messageCount() {
    return messages.map(Snapshot::messages).orElse(List.of()).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * The number of parts into which the messages are cut.
   *
   * @param parallelism number of tasks that run at the same time
   */
  public int messageParts(int parallelism) {
    return (int) Math.max(parallelism, Math.min(Integer.MAX_VALUE, messageCount() / TASK_MESSAGES));
  }

  /**
   * The number of reduce tasks: {@code mapreduce.job.reduces} if the user has set it, or one for
   * each 512 MiB of input or eight million messages. At least 1, since a reduce task writes the
   * result.
   */
  public int reduceTasks() {
    if (hasChosenReduceTasks()) {
      return Math.max(1, configuration.getInt(REDUCE_TASKS, 0));
    }
    long bytes =
        files.stream().mapToLong(FileStatus::getLen).sum() + messageCount() * TYPICAL_MESSAGE_BYTES;
    return (int) Math.min(MAX_REDUCE_TASKS, 1 + bytes / REDUCE_TASK_BYTES);
  }

  /** Returns whether the number is set anywhere but in Hadoop's defaults. */
  private boolean hasChosenReduceTasks() {
    String[] sources = configuration.getPropertySources(REDUCE_TASKS);
    return sources != null
        && sources.length > 0
        && !sources[sources.length - 1].endsWith("-default.xml");
  }
}
