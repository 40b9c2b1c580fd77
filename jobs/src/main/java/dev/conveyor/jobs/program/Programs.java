package dev.conveyor.jobs.program;

import dev.conveyor.jobs.stage.Job;
import java.util.Optional;

/**
 * The user's programs that replace a built-in job.
 *
 * @param mapper makes lines {@code key<TAB>value} of the records
 * @param reducer makes the result of these lines, all of a key together and in the order of the
 *     keys; without one the values are amounts, which are added up
 */
public record Programs(CommandLine mapper, Optional<CommandLine> reducer) {

  /** Returns whether a job runs programs: {@code pipe} does, in a batch only. */
  public static boolean areRunBy(Job job) {
    return job.name().equals("pipe");
  }

  /** Returns a mapper without a reducer. */
  public static Programs mapper(CommandLine mapper) {
    return new Programs(mapper, Optional.empty());
  }

  public Programs withReducer(CommandLine command) {
    return new Programs(mapper, Optional.of(command));
  }
}
