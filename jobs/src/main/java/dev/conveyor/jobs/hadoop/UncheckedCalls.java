package dev.conveyor.jobs.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Steps of Hadoop's where only what is unchecked may be thrown. */
final class UncheckedCalls {
  private UncheckedCalls() {}

  /** One that may wait. */
  @FunctionalInterface
  interface Step<T> {
    T take() throws IOException, InterruptedException;
  }

  /** One that gives nothing. */
  @FunctionalInterface
  interface Action {
    void take() throws IOException, InterruptedException;
  }

  /**
   * Takes it.
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

  /** Does it, likewise. */
  static void act(Action action) {
    take(
        () -> {
          action.take();
          return null;
        });
  }
}
