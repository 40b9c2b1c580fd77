package dev.conveyor.streaming.credentials;

/**
 * Credentials cannot be had. Holds no secret, and none of its causes does.
 *
 * <p>What is wrong and what to do are parts of a line that names the address.
 */
public final class CredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** True if a retry may succeed. */
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
