package dev.conveyor.jobs.failure;

import dev.conveyor.jobs.stage.ErrorAdvice;
import dev.conveyor.jobs.stage.ErrorText;
import dev.conveyor.streaming.run.FileReason;

/**
 * A batch that cannot run or has failed: exit code 1. The message is one line that names the thing
 * and says what to do next.
 */
public class BatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BatchException(String message) {
    super(message);
  }

  public BatchException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the failure of an action.
   *
   * @param action verb and thing, like {@code read input x.txt}
   */
  public static BatchException cannot(String action, Exception cause, String advice) {
    return new BatchException(
        "cannot " + ErrorText.visible(action) + ": " + FileReason.of(cause) + "; " + advice, cause);
  }

  /**
   * Returns the first cause with a line for the user, from the outermost on, or makes such a line.
   */
  public static BatchException of(Throwable thrown, String action, String advice) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (said.startsWith("cannot ")) {
        return new BatchException(said.lines().findFirst().orElseThrow(), thrown);
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = root instanceof Exception known ? FileReason.of(known) : ErrorText.of(root);
    String next = ErrorAdvice.on(thrown).orElse(advice);
    return new BatchException(
        "cannot " + ErrorText.visible(action) + ": " + reason + "; " + next, thrown);
  }
}
