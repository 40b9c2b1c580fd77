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

/** A thread a task, for as long as the tasks take. */
final class TaskThreads {
  private TaskThreads() {}

  /**
   * Runs all tasks at once; returns when all have ended, also if it throws.
   *
   * @throws RuntimeException the first that a task throws, an error as the cause of one; the others
   *     are then interrupted
   * @throws InterruptedException if the caller is interrupted; so are then the tasks
   */
  static <T> List<T> run(List<? extends Callable<T>> tasks) throws InterruptedException {
    return run(tasks, () -> {});
  }

  /**
   * The same for tasks that may miss an interrupt.
   *
   * @param end called before this waits for the tasks to end; tells them to
   */
  static <T> List<T> run(List<? extends Callable<T>> tasks, Runnable end)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CompletionService<T> crew = new ExecutorCompletionService<>(threads);
      tasks.forEach(crew::submit);
      List<T> results = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        results.add(crew.take().get());
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
    if (cause instanceof Error || cause instanceof InterruptedException) {
      return BatchException.of(cause, "run this batch", "--debug shows where");
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /** Waits even when interrupted again: the threads use what the caller is about to take away. */
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
