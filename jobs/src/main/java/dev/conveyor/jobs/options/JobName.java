package dev.conveyor.jobs.options;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.console.MisuseException;

/** Finds the job that a word names. */
public final class JobName {
  public static final String DESCRIPTION =
      "word-count, vowel-words, five-letter-words, chocolate-count, sum, or the full name of a"
          + " class of yours.";

  public static final String BATCH_DESCRIPTION = "pipe, top-words, " + DESCRIPTION;

  private JobName() {}

  /**
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
   * A job that can be run on what never ends.
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
    if (job.isPiped()) {
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
