package dev.conveyor.jobs.chaos;

/** What the driver is asked for by {@code --guarantee}. */
enum Guarantee {
  AT_MOST_ONCE("at-most-once"),
  AT_LEAST_ONCE("at-least-once"),
  EXACTLY_ONCE("exactly-once");

  private final String word;

  Guarantee(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
