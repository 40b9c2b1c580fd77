package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import picocli.CommandLine.Option;

/** The option {@code --quit}, the number of end markers that a command sends when done. */
public final class QuitOption {
  private static final int MOST = 1_000_000;

  @Option(
      names = "--quit",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Send N end markers when done; one ends one worker, a topic, or a stream."
              + " Default: ${DEFAULT-VALUE}")
  private int count;

  /**
   * Returns the number of end markers.
   *
   * @throws MisuseException if it is negative or above 1,000,000
   */
  public int count() {
    if (count < 0 || count > MOST) {
      throw new MisuseException("cannot send " + count + " end markers; --quit takes 0 to " + MOST);
    }
    return count;
  }
}
