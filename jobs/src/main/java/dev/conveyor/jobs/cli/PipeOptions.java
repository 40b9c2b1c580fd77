package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.Job;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The options for the user's programs, which the job {@code pipe} runs. */
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
   * Checks that the options fit the job.
   *
   * @throws MisuseException if {@code pipe} lacks a mapper, or another job has a program
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
   * Returns a suffix that identifies the programs in the checkpoint of a batch; empty without a
   * mapper. It holds a hash, since arguments may be secret.
   */
  String mark() {
    return mapper == null
        ? ""
        : String.format(Locale.ROOT, " of programs %08x", Objects.hash(mapper, reducer));
  }

  /**
   * Returns the programs of a job that {@link #check} has accepted.
   *
   * @throws MisuseException if a command is empty or has an unclosed quote
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
