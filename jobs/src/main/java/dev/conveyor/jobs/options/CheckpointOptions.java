package dev.conveyor.jobs.options;

import dev.conveyor.streaming.run.OnLoss;
import java.time.Duration;
import picocli.CommandLine.Option;
import dev.conveyor.jobs.console.MisuseException;

/** How a command keeps its place in what it reads. */
public final class CheckpointOptions {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "The record of what is being read, on any Hadoop file system."
              + " Default: in the folder of the results, or for a batch beside it")
  private String checkpoint;

  @Option(
      names = "--on-loss",
      paramLabel = "fail|count",
      defaultValue = "fail",
      description =
          "What to do when Redis itself has lost messages: end, or count them and go on."
              + " Default: ${DEFAULT-VALUE}")
  private OnLoss onLoss;

  @Option(
      names = "--lease",
      paramLabel = "SPAN",
      defaultValue = "10s",
      description =
          "A driver that is not heard of for so long may be replaced by another."
              + " Default: ${DEFAULT-VALUE}")
  private Duration lease;

  /** Where the record is; {@code usual} unless the user has said. */
  public String folder(String usual) {
    return checkpoint == null ? usual : checkpoint;
  }

  public OnLoss onLoss() {
    return onLoss;
  }

  /**
   * How long a driver may be silent.
   *
   * @throws MisuseException if it is too short
   */
  public Duration lease() {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new MisuseException(
          "cannot hold a run by a lease of " + lease.toMillis() + " ms; give --lease 1s or more");
    }
    return lease;
  }
}
