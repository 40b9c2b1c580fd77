package dev.conveyor.jobs.cli;

/** Words that cannot be meant together, found after they were read. Exit code 2. */
final class MisuseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MisuseException(String message) {
    super(message);
  }
}
