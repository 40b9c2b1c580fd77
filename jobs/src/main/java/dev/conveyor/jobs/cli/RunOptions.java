package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.options.CheckpointOptions;
import dev.conveyor.jobs.stream.EngineKind;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the checkpoint and the guarantee of a stream. */
final class RunOptions {
  @Mixin private CheckpointOptions record;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      description =
          "at-most-once, at-least-once or exactly-once, at every address."
              + " Default: the strongest that each can have")
  private Guarantee guarantee;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "dstream",
      description =
          "dstream (Spark Streaming) or structured (Structured Streaming; lists and streams only)."
              + " Default: ${DEFAULT-VALUE}")
  private EngineKind engine;

  /**
   * Returns the guarantee that the user requires, or else the strongest of the address.
   *
   * @throws MisuseException if the address cannot have the required guarantee
   */
  Guarantee guarantee(Address address) {
    Guarantee strongest = Transports.endpoint(address).delivery().strongest();
    if (guarantee != null && guarantee.compareTo(strongest) > 0) {
      throw new MisuseException(Guarantees.refusal(address, guarantee, strongest));
    }
    if (guarantee == Guarantee.AT_MOST_ONCE && strongest == Guarantee.AT_LEAST_ONCE) {
      throw new MisuseException(Guarantees.refusal(address));
    }
    return guarantee == null ? strongest : guarantee;
  }

  /**
   * Returns the settings of a run.
   *
   * @param out the folder of the results, which holds the checkpoint by default
   * @param jars of the user, for the tasks
   */
  RunSettings settings(String out, List<String> jars) {
    return new RunSettings(
        record.folder(RunSettings.checkpointIn(out)),
        record.lease(),
        record.onLoss(),
        Optional.ofNullable(guarantee),
        engine,
        jars);
  }
}
