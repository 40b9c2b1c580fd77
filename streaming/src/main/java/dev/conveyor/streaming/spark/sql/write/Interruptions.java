package dev.conveyor.streaming.spark.sql.write;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Turns an interruption into the exceptions by which Spark knows it. */
final class Interruptions {
  private Interruptions() {}

  /** Returns the exception that ends a task. */
  static InterruptedIOException inTask(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException ended = new InterruptedIOException("the task was ended");
    ended.initCause(e);
    return ended;
  }

  /** Something that the thread of a query does. */
  @FunctionalInterface
  interface Step {
    void run() throws InterruptedException;
  }

  /** Runs a step; an interruption ends the query as Spark expects it. */
  static void inDriver(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(inTask(e));
    }
  }
}
