package dev.conveyor.streaming;

/** The guarantee for a message's effect when a task, an executor, a driver or a connection dies. */
public enum Guarantee {
  /** Once or not at all: it may be lost. */
  AT_MOST_ONCE("at-most-once"),

  /** Once or more: it may be repeated. */
  AT_LEAST_ONCE("at-least-once"),

  /** Once. */
  EXACTLY_ONCE("exactly-once");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  /** Returns the name that users write. */
  @Override
  public String toString() {
    return words;
  }
}
