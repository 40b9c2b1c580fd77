package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;

/** Finds the job that a word names. */
final class JobNames {
  static final String DESCRIPTION =
      "word-count, vowel-words, five-letter-words, chocolate-count, sum, or the full name of a"
          + " class of yours.";

  static final String BATCH_DESCRIPTION = "pipe, top-words, " + DESCRIPTION;

  private JobNames() {}

  /**
   * @throws MisuseException saying which there are
   */
  static Job job(String name) {
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
  static Job liveJob(String name) {
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
