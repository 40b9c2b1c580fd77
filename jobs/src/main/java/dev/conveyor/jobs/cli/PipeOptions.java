package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.Job;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The user's own programs, for the job {@code pipe}. */
final class PipeOptions {
  @Option(
      names = "--mapper",
      paramLabel = "CMD",
      description =
          "For pipe: a program that reads records as lines and prints key<TAB>value. CMD is divided"
              + " into words as a shell does it, and no shell sees it unless it is one: bash -c '…'.")
  private String mapper;

  @Option(
      names = "--reducer",
      paramLabel = "CMD",
      description =
          "For pipe: a program that reads these lines, all of a key together and sorted, and prints"
              + " the result. Without it the values are amounts and are added up.")
  private String reducer;

  /**
   * Returns whether they fit the job.
   *
   * @throws MisuseException if they do not
   */
  void check(Job job) {
    if (Programs.areRunBy(job) && mapper == null) {
      throw new MisuseException(
          "cannot run job " + job + " without a program; add --mapper CMD, and perhaps --reducer");
    }
    if (!Programs.areRunBy(job) && (mapper != null || reducer != null)) {
      throw new MisuseException(
          "cannot run a program for job " + job + "; give --mapper and --reducer to pipe");
    }
  }

  /**
   * Tells other programs apart in the record of a batch that was killed, without what may be secret
   * among their arguments; empty: there are none.
   */
  String mark() {
    return mapper == null
        ? ""
        : String.format(Locale.ROOT, " of programs %08x", Objects.hash(mapper, reducer));
  }

  /**
   * Returns the program of a piped job.
   *
   * @throws MisuseException if a command cannot be divided into words
   */
  Programs programs() {
    try {
      Programs programs = Programs.mapper(CommandLine.parse(mapper));
      return reducer == null ? programs : programs.withReducer(CommandLine.parse(reducer));
    } catch (IllegalArgumentException e) {
      throw new MisuseException(e.getMessage());
    }
  }
}
