package dev.conveyor.jobs.console;

/** Words that cannot be meant together, found after they were read. Exit code 2. */
public final class MisuseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MisuseException(String message) {
    super(message);
  }
}
