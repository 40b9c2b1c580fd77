package dev.conveyor.jobs.batch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs an engine on a thread that is never interrupted, but cancelled. Spark that is interrupted
 * during its start takes half a minute to stop. Hadoop that is interrupted while it submits a job
 * loses track of it.
 */
public final class EngineThread {
  private static final long BETWEEN_CANCELS_MILLIS = 500;

  private EngineThread() {}

  /**
   * Waits for the result.
   *
   * @param cancel called repeatedly by the waiting thread after an interrupt, until the work has
   *     ended, since the work may be about to begin
   * @throws ExecutionException with the exception of the work
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
