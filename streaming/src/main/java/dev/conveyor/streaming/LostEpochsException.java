package dev.conveyor.streaming;

/** A target has lost epochs of a query, wholly or in part, or is another target than theirs. */
public final class LostEpochsException extends TransportException {
  private static final long serialVersionUID = 1;

  private final long epochs;

  /**
   * Creates an exception.
   *
   * @param epochs the number of epochs that the target does not know
   */
  public LostEpochsException(String message, long epochs) {
    super(message);
    this.epochs = epochs;
  }

  /** Returns the number of epochs that the target does not know. */
  public long epochs() {
    return epochs;
  }
}
