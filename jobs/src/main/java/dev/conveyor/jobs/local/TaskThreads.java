package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs tasks, each on a thread of its own. */
final class TaskThreads {
  private TaskThreads() {}

  /**
   * Runs all tasks at once. All tasks have ended when it returns or throws.
   *
   * @throws RuntimeException the first exception of a task, or Error, after interrupting the others
   * @throws InterruptedException if the caller is interrupted; the tasks are interrupted then
   */
  static <T> List<T> run(List<? extends Callable<T>> tasks) throws InterruptedException {
    return run(tasks, () -> {});
  }

  /**
   * Runs tasks that may miss an interrupt.
   *
   * @param end tells the tasks to end; called before waiting for that
   */
  static <T> List<T> run(List<? extends Callable<T>> tasks, Runnable end)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CompletionService<T> completion = new ExecutorCompletionService<>(threads);
      tasks.forEach(completion::submit);
      List<T> results = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        results.add(completion.take().get());
      }
      return results;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      end.run();
      dismiss(threads);
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof InterruptedException) {
      return BatchException.of(cause, "run this batch", "--debug shows where");
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /**
   * Ends the threads. Waits even if interrupted again, since they use resources that the caller
   * closes next.
   */
  private static void dismiss(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
