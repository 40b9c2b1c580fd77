package dev.conveyor.jobs.emr.command;

import java.util.function.Predicate;
import dev.conveyor.jobs.console.MisuseException;

/** A command that can also be run on a cluster elsewhere. */
public interface EmrSubmittable {
  /**
   * What it would use, its words checked as they would be here; nothing is reached.
   *
   * @param isHere whether the class of that job is expected on this class path
   * @throws MisuseException if it could not be run
   */
  CommandResources footprint(Predicate<String> isHere);
}
