package dev.conveyor.jobs.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Calls of Hadoop where only unchecked exceptions may be thrown. */
final class UncheckedCalls {
  private UncheckedCalls() {}

  /** A call that may wait. */
  @FunctionalInterface
  interface Step<T> {
    T take() throws IOException, InterruptedException;
  }

  /** A call without a result. */
  @FunctionalInterface
  interface Action {
    void take() throws IOException, InterruptedException;
  }

  /**
   * Makes a call.
   *
   * @throws UncheckedIOException if it fails, or the thread is interrupted, which it stays
   */
  static <T> T take(Step<T> step) {
    try {
      return step.take();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }

  /** Makes a call without a result, like {@link #take}. */
  static void act(Action action) {
    take(
        () -> {
          action.take();
          return null;
        });
  }
}
