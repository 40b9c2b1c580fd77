package dev.conveyor.jobs.program;

import dev.conveyor.jobs.program.Program.Role;
import java.io.File;

/** Starts the programs of a task. */
@FunctionalInterface
public interface ProgramHost {

  /** Returns a host that starts child processes with a working directory. */
  static ProgramHost in(File folder) {
    return (role, command, longest) -> ProcessLines.start(role, command, longest, folder);
  }

  /**
   * Starts a program.
   *
   * @param longest the maximum length of a printed line in bytes; a longer one becomes a dead
   *     letter
   * @throws dev.conveyor.jobs.program.ProgramException if it cannot be started
   */
  LineProgram start(Role role, CommandLine command, int longest);
}
