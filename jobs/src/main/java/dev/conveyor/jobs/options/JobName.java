package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import java.util.Iterator;
import java.util.stream.Stream;

/** Finds the job that a word names. */
public final class JobName {
  /** Lists the candidates of the parameter. */
  public static final String DESCRIPTION =
      "${COMPLETION-CANDIDATES}, or the full name of a class of yours.";

  private JobName() {}

  /** The names of jobs that run on a stream. */
  public static final class Live implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Jobs.names().stream().filter(name -> !Jobs.named(name).isRanked()).iterator();
    }
  }

  /** The names of all jobs. */
  public static final class All implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Jobs.names().stream(), Stream.of("pipe")).iterator();
    }
  }

  /**
   * Returns the job of that name.
   *
   * @throws MisuseException saying which there are
   */
  public static Job job(String name) {
    try {
      return Jobs.named(name);
    } catch (IllegalArgumentException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  /**
   * Returns the job of that name, which can run on input without an end.
   *
   * @throws MisuseException if there is no such job, or its result needs the last record
   */
  public static Job liveJob(String name) {
    Job job = job(name);
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
    return job;
  }
}
