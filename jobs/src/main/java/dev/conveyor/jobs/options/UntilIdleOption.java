package dev.conveyor.jobs.options;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --until-idle}, which ends a command after a time without messages. */
public final class UntilIdleOption {
  @Option(
      names = "--until-idle",
      paramLabel = "SPAN",
      description =
          "End when no message has come for this long. Time without a connection to Redis does not"
              + " count.")
  private Duration span;

  /** Returns the time without messages; empty if the option is not set. */
  public Optional<Duration> span() {
    return Optional.ofNullable(span);
  }
}
