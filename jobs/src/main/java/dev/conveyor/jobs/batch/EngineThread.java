package dev.conveyor.jobs.batch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Lets an engine work on a thread of its own that is never interrupted but told to end: Spark that
 * is interrupted while it starts takes half a minute to stop, and Hadoop that is interrupted while
 * it submits a job forgets it.
 */
public final class EngineThread {
  private static final long BETWEEN_CANCELS_MILLIS = 500;

  private EngineThread() {}

  /**
   * Waits for the result.
   *
   * @param cancel called by the waiting thread when that is interrupted, again and again until the
   *     work has ended, since that may just be about to begin
   * @throws ExecutionException with what the work has thrown
   * @throws InterruptedException if the caller is interrupted; the work has ended then, unless the
   *     caller is interrupted again
   */
  public static <T> T run(Callable<T> work, Runnable cancel)
      throws ExecutionException, InterruptedException {
    FutureTask<T> result = new FutureTask<>(work);
    Thread thread = new Thread(result, "conveyor-engine");
    thread.start();
    try {
      return result.get();
    } catch (InterruptedException e) {
      while (thread.isAlive()) {
        cancel.run();
        thread.join(BETWEEN_CANCELS_MILLIS);
      }
      throw e;
    }
  }
}
