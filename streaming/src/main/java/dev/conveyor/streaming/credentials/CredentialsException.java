package dev.conveyor.streaming.credentials;

/**
 * Thrown if credentials cannot be looked up. Neither it nor a cause of it holds a secret.
 *
 * <p>The message and the remedy are parts of a line that names the address.
 */
public final class CredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The duration of the problem: a retry may succeed after a passing one only. */
  public enum Trouble {
    PASSING,
    LASTING
  }

  private final Trouble trouble;
  private final String remedy;

  public CredentialsException(Trouble trouble, String what, String remedy, Throwable cause) {
    super(what, cause);
    this.trouble = trouble;
    this.remedy = remedy;
  }

  public Trouble trouble() {
    return trouble;
  }

  /** Returns the advice to the user. */
  public String remedy() {
    return remedy;
  }
}
