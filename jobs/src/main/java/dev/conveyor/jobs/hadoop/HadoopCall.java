package dev.conveyor.jobs.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** A call of Hadoop where only unchecked exceptions may be thrown. */
@FunctionalInterface
interface HadoopCall<T> {
  T call() throws IOException, InterruptedException;

  /** A call without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Makes a call.
   *
   * @throws UncheckedIOException if it fails, or the thread is interrupted; the interrupt status
   *     stays set
   */
  static <T> T unchecked(HadoopCall<T> call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }

  /** Makes a call without a result, with the exceptions of {@link #unchecked}. */
  static void run(Action action) {
    unchecked(
        () -> {
          action.run();
          return null;
        });
  }
}
