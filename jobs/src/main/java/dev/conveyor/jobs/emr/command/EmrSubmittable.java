package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.MisuseException;
import java.util.function.Predicate;

/** A command that can also be run on a cluster elsewhere. */
public interface EmrSubmittable {
  /**
   * Returns the resources of the checked command, without accessing them.
   *
   * @param isHere whether the class of that job is expected on this class path
   * @throws MisuseException if it could not be run
   */
  CommandResources resources(Predicate<String> isHere);
}
