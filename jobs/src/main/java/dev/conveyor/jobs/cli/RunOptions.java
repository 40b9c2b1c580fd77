package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.OnLoss;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a stream keeps its place, and what it promises. */
final class RunOptions {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "The run's record, on any Hadoop file system. Default: _conveyor in --out")
  private String checkpoint;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      description =
          "at-most-once, at-least-once or exactly-once, at every address."
              + " Default: the strongest that each can have")
  private Guarantee guarantee;

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

  /**
   * What the user asked for, or the best that the address can have.
   *
   * @throws MisuseException if it cannot have what was asked for
   */
  Guarantee guarantee(Address address) {
    Guarantee strongest = Transports.of(address).strongest(address);
    if (guarantee != null && guarantee.compareTo(strongest) > 0) {
      throw new MisuseException(Guarantees.refusal(address, guarantee, strongest));
    }
    return guarantee == null ? strongest : guarantee;
  }

  RunSettings settings(String out) {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new MisuseException(
          "cannot hold a run by a lease of " + lease.toMillis() + " ms; give --lease 1s or more");
    }
    RunSettings settings = RunSettings.in(out).withLease(lease).withOnLoss(onLoss);
    settings = checkpoint == null ? settings : settings.withRecord(checkpoint);
    return guarantee == null ? settings : settings.withGuarantee(guarantee);
  }
}
