package dev.conveyor.jobs.program;

import dev.conveyor.jobs.stage.Job;
import java.util.Optional;

/**
 * The user's programs that replace a built-in job.
 *
 * @param mapper prints lines {@code key<TAB>value} for the records
 * @param reducer prints the result for these lines, which are sorted by key; empty to sum the
 *     values, which are amounts then
 */
public record Programs(CommandLine mapper, Optional<CommandLine> reducer) {

  /** Returns whether a job runs programs, as {@code pipe} does, in batches only. */
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
