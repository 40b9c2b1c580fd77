package dev.conveyor.jobs.options;

import picocli.CommandLine.Option;

/** The option {@code --until-quit}, which lets end markers end a command. */
public final class UntilQuitOption {
  @Option(
      names = "--until-quit",
      description =
          "Treat the message quit as an end marker. One marker ends one worker or a relay; a stream"
              + " ends when each address has delivered one.")
  private boolean set;

  /** Returns whether the option is set. */
  public boolean isSet() {
    return set;
  }
}
