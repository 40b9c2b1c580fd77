package dev.conveyor.streaming.spark;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Turns an interruption into the exceptions by which Spark knows it. */
public final class Interruptions {
  private Interruptions() {}

  /** Returns the exception that ends a task or a query. */
  public static InterruptedIOException ended(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException ended = new InterruptedIOException("it was ended");
    ended.initCause(e);
    return ended;
  }

  /** Something that the thread of a query does. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws InterruptedException;
  }

  /** Runs a step; an interruption ends the query. */
  public static <T> T inDriver(Step<T> step) {
    try {
      return step.run();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(ended(e));
    }
  }
}
