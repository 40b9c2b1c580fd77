package dev.conveyor.jobs.console;

/** Invalid or contradictory arguments, detected after parsing. The exit code is 2. */
public final class MisuseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MisuseException(String message) {
    super(message);
  }
}
