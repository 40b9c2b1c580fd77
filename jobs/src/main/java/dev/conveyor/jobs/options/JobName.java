package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Finds jobs by name. */
public final class JobName {
  /** The description of a job parameter for picocli, with its completion candidates. */
  public static final String DESCRIPTION =
      "${COMPLETION-CANDIDATES}, or the full name of a class of yours.";

  private static final List<String> NAMES =
      Stream.concat(Jobs.names().stream(), Stream.of("pipe")).toList();

  private JobName() {}

  /** The names of built-in jobs that run on a stream. */
  public static final class Live implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Jobs.names().stream().filter(name -> !Jobs.named(name).isRanked()).iterator();
    }
  }

  /** The names of all built-in jobs. */
  public static final class All implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  /**
   * Returns the job with this name.
   *
   * @param name of a built-in job, or the full name of a class
   * @throws MisuseException if there is no such job
   */
  public static Job job(String name) {
    if (!name.contains(".") && !NAMES.contains(name)) {
      throw MisuseException.unknown("cannot run job", name, NAMES);
    }
    try {
      return Jobs.named(name);
    } catch (IllegalArgumentException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  /**
   * Checks that a job can run on a stream.
   *
   * @throws MisuseException if its result needs the last record, or it runs programs
   */
  public static void ensureLive(Job job) {
    String name = job.name();
    if (job.isRanked()) {
      throw new MisuseException(
          "cannot stream job "
              + name
              + ": what is on top is known at the end only;"
              + " stream word-count, or run "
              + name
              + " as a batch");
    }
    if (Programs.areRunBy(job)) {
      throw new MisuseException(
          "cannot stream job "
              + name
              + ": programs are run on what has an end; run it as a batch (conveyor batch "
              + name
              + " --mapper CMD …)");
    }
  }
}
