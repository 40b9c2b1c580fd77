package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.run.OnLoss;
import java.time.Duration;
import java.util.Optional;

/**
 * How a stream keeps its place.
 *
 * @param record folder of the run's record, on any Hadoop file system
 * @param lease after which a driver that is not heard of may be taken over
 * @param onLoss what happens when Redis itself has lost messages
 * @param guarantee to give at every address; empty for the strongest that each can have
 */
public record RunSettings(
    String record, Duration lease, OnLoss onLoss, Optional<Guarantee> guarantee) {
  static final String RECORD = "_conveyor";
  private static final Duration LEASE = Duration.ofSeconds(10);

  /** The record beside the results in that folder, a lease of 10 s, an end on any loss. */
  public static RunSettings in(String folder) {
    return new RunSettings(folder + "/" + RECORD, LEASE, OnLoss.FAIL, Optional.empty());
  }

  public RunSettings withRecord(String folder) {
    return new RunSettings(folder, lease, onLoss, guarantee);
  }

  public RunSettings withLease(Duration span) {
    return new RunSettings(record, span, onLoss, guarantee);
  }

  public RunSettings withOnLoss(OnLoss policy) {
    return new RunSettings(record, lease, policy, guarantee);
  }

  public RunSettings withGuarantee(Guarantee asked) {
    return new RunSettings(record, lease, onLoss, Optional.of(asked));
  }
}
