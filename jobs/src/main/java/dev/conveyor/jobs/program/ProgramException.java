package dev.conveyor.jobs.program;

import dev.conveyor.jobs.program.Program.Role;
import dev.conveyor.streaming.system.SystemText;

/** Thrown if a program cannot be started, or has failed. The message is one line for the user. */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SIGNALS = 128;

  private ProgramException(String message) {
    super(message);
  }

  /** Creates the exception for a program that did not start. */
  public static ProgramException notStarted(Role role, CommandLine command, String reason) {
    return new ProgramException(
        "cannot start "
            + role.of(command)
            + ": "
            + reason
            + "; name a program that every machine has, or hand its file to the tasks with"
            + " -files");
  }

  /** Creates the exception for a program that was not started, since its arguments would change. */
  static ProgramException notPassable(Role role, CommandLine command) {
    return new ProgramException(
        "cannot start "
            + role.of(command)
            + ": its arguments cannot be passed on: "
            + SystemText.reason());
  }

  /**
   * Creates the exception for a program that ended with an exit code.
   *
   * @param said the last lines of its standard error
   */
  public static ProgramException ended(Role role, CommandLine command, int code, LastLines said) {
    String signal = code > SIGNALS ? " (signal " + (code - SIGNALS) + ")" : "";
    String last = said.toString();
    return failed(
        role,
        command,
        "it ended with " + code + signal + (last.isEmpty() ? " and said nothing" : ": " + last));
  }

  /** Creates the exception for another failure of a running program. */
  public static ProgramException failed(Role role, CommandLine command, String how) {
    return new ProgramException(
        "cannot run "
            + role.of(command)
            + ": "
            + how
            + "; fix it or the input, then run the batch again");
  }
}
