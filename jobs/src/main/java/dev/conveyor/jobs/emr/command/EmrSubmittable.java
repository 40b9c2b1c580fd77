package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.MisuseException;
import java.util.function.Predicate;

/** A command that can be submitted to EMR. */
public interface EmrSubmittable {
  /**
   * Checks the parsed command and returns its resources, without accessing them.
   *
   * @param isHere tests whether the class of a job must be on this class path
   * @throws MisuseException if the arguments are invalid together
   * @throws dev.conveyor.jobs.emr.UnsupportedOnEmrException if EMR cannot run the command
   */
  CommandResources resources(Predicate<String> isHere);
}
