package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.run.OnLoss;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a stream's run.
 *
 * @param checkpoint folder of the run's checkpoint, on any Hadoop file system
 * @param lease time without a heartbeat after which another driver may take over
 * @param onLoss handling of messages that Redis itself has lost
 * @param guarantee for every address; empty for the strongest that each can have
 * @param engine that runs the stream; a run can be continued by the other one
 * @param jars of the user, for the tasks; see {@link dev.conveyor.jobs.files.UserJars}
 */
public record RunSettings(
    String checkpoint,
    Duration lease,
    OnLoss onLoss,
    Optional<Guarantee> guarantee,
    EngineKind engine,
    List<String> jars) {
  private static final Duration LEASE = Duration.ofSeconds(10);

  public RunSettings {
    jars = List.copyOf(jars);
  }

  /**
   * Checks that the engine can read addresses.
   *
   * @throws dev.conveyor.streaming.AddressException naming the first that it cannot read
   */
  public void ensureReadable(List<Address> addresses) {
    if (engine == EngineKind.STRUCTURED) {
      ReadModes.of(addresses, guarantee).ensureReplayable();
    }
  }

  /** Returns the checkpoint folder beside the results in a folder. */
  public static String checkpointIn(String folder) {
    return folder + "/_conveyor";
  }

  /** Returns a checkpoint beside the results in a folder, a lease of 10 s, an end on any loss. */
  public static RunSettings in(String folder) {
    return new RunSettings(
        checkpointIn(folder), LEASE, OnLoss.FAIL, Optional.empty(), EngineKind.DSTREAM, List.of());
  }

  /** Returns these settings with jars for the tasks. */
  public RunSettings withJars(List<String> choice) {
    return new RunSettings(checkpoint, lease, onLoss, guarantee, engine, choice);
  }

  /** Returns these settings with another engine. */
  public RunSettings withEngine(EngineKind other) {
    return new RunSettings(checkpoint, lease, onLoss, guarantee, other, jars);
  }
}
