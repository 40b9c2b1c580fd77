package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.streaming.run.OnLoss;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options for the checkpoint of a run: its folder, its lease, and the action on loss. */
public final class CheckpointOptions {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "The folder of the checkpoint, on any Hadoop file system."
              + " Default: in the folder of the results, or for a batch beside it")
  private String checkpoint;

  @Option(
      names = "--on-loss",
      paramLabel = "fail|count",
      defaultValue = "fail",
      description =
          "What to do when Redis itself has lost messages: fail, or count them and continue."
              + " Default: ${DEFAULT-VALUE}")
  private OnLoss onLoss;

  @Option(
      names = "--lease",
      paramLabel = "SPAN",
      defaultValue = "10s",
      description =
          "A driver that is silent for this long is fenced when another one starts."
              + " Default: ${DEFAULT-VALUE}")
  private Duration lease;

  /** Returns the folder of the checkpoint; {@code usual} unless the option is set. */
  public String folder(String usual) {
    return checkpoint == null ? usual : checkpoint;
  }

  public OnLoss onLoss() {
    return onLoss;
  }

  /**
   * Returns the duration of the driver's lease.
   *
   * @throws MisuseException if it is shorter than 1 s
   */
  public Duration lease() {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new MisuseException(
          "cannot keep a lease of " + lease.toMillis() + " ms; give --lease 1s or more");
    }
    return lease;
  }
}
