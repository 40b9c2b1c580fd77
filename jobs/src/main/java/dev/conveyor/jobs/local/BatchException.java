package dev.conveyor.jobs.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The world is not as a batch needs it: exit code 1. The message is one line that names the thing
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

  /** {@code action}: what could not be done to what, like {@code read input x.txt}. */
  static BatchException cannot(String action, IOException cause, String advice) {
    return new BatchException("cannot " + action + ": " + reason(cause) + "; " + advice, cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof EOFException) {
      return "it ends too early";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
