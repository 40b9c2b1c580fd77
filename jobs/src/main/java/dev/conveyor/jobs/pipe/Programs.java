package dev.conveyor.jobs.pipe;

import java.util.Optional;

/**
 * What a user runs in place of a job of ours.
 *
 * @param mapper makes lines {@code key<TAB>value} of the records
 * @param reducer makes the result of these lines, all of a key together and in the order of the
 *     keys; without one the values are amounts, which are added up
 */
public record Programs(Command mapper, Optional<Command> reducer) {

  /** Without a reducer. */
  public static Programs mapper(Command mapper) {
    return new Programs(mapper, Optional.empty());
  }

  public Programs withReducer(Command command) {
    return new Programs(mapper, Optional.of(command));
  }
}
