package dev.conveyor.jobs.program;

import dev.conveyor.jobs.program.Program.Role;
import java.io.File;

/** Where a task's programs run. */
@FunctionalInterface
public interface ProgramHost {

  /** As processes of ours, at work in this folder. */
  static ProgramHost in(File folder) {
    return (role, command, longest) -> ProcessLines.start(role, command, longest, folder);
  }

  /**
   * Starts one.
   *
   * @param longest of a line that it prints, in bytes; a longer one is dead
   * @throws dev.conveyor.jobs.program.ProgramException if it cannot be started
   */
  LineProgram start(Role role, CommandLine command, int longest);
}
