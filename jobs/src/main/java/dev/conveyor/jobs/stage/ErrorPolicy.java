package dev.conveyor.jobs.stage;

import java.io.Serializable;

/**
 * The handling of a job's exceptions and errors. Does not apply to {@link UnparsableException}:
 * such a record is a dead letter at its first attempt.
 *
 * @param onError action after the last attempt
 * @param attempts number of attempts on a record, at least 1
 */
public record ErrorPolicy(OnError onError, int attempts) implements Serializable {
  private static final long serialVersionUID = 1;

  /** One attempt, then the batch fails. */
  public static final ErrorPolicy FAIL = new ErrorPolicy(OnError.FAIL, 1);

  /**
   * Checks the number of attempts.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ErrorPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "cannot try a record " + attempts + " times; give 1 attempt or more");
    }
  }
}
