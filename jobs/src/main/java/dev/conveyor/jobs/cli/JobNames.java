package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;

/** Finds the job that a word names. */
final class JobNames {
  static final String DESCRIPTION =
      "word-count, vowel-words, five-letter-words, chocolate-count, sum, or the full name of a"
          + " class of yours.";

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
}
