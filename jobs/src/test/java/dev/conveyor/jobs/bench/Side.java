package dev.conveyor.jobs.bench;

import java.io.IOException;

/**
 * One of the things that a row compares.
 *
 * @param name unique in its row
 * @param group sides of one group must have the same result; empty: not compared
 */
record Side(String name, String group, Action action) {
  /** Runs it once, from the start to a complete result. */
  interface Action {
    Measurement measure() throws IOException, InterruptedException;
  }
}
