package dev.conveyor.streaming;

/** The guarantee for the effect of a message when a task, executor, driver or connection dies. */
public enum Guarantee {
  /** The effect happens once or not at all: it may be lost. */
  AT_MOST_ONCE("at-most-once"),

  /** The effect happens once or more: it may be repeated. */
  AT_LEAST_ONCE("at-least-once"),

  /** The effect happens once. */
  EXACTLY_ONCE("exactly-once");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  /** Returns the guarantee as users write it, such as {@code at-least-once}. */
  @Override
  public String toString() {
    return words;
  }
}
