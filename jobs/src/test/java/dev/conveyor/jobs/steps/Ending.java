package dev.conveyor.jobs.steps;

/**
 * How a driver has ended.
 *
 * @param message of its exception; empty if there was none
 */
record Ending(boolean isSuccess, String message) {

  @Override
  public String toString() {
    return isSuccess ? "success" : "failure: " + message;
  }
}
