package dev.conveyor.jobs.stage;

import java.io.Serializable;

/**
 * How a job's exceptions and errors are handled. Does not apply to {@link UnparsableException}:
 * such a record is a dead letter at its first attempt.
 *
 * @param onError what happens after the last attempt
 * @param attempts how often a record is tried; 1 or more
 */
public record ErrorPolicy(OnError onError, int attempts) implements Serializable {
  private static final long serialVersionUID = 1;

  /** One attempt; then the batch fails. */
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
