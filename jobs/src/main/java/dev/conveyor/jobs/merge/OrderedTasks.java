package dev.conveyor.jobs.merge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs tasks on some threads, and takes their results in the order of the tasks. */
final class OrderedTasks {
  /** Takes a result, on the thread of the caller. */
  @FunctionalInterface
  interface Consumer<T> {
    void accept(T result) throws IOException;
  }

  private OrderedTasks() {}

  /**
   * Runs all tasks. One result more than there are threads is in memory at most. All tasks have
   * ended when it returns or throws.
   *
   * @throws IOException the first failure of a task or the consumer, or if the caller is
   *     interrupted
   */
  static <T> void run(List<Callable<T>> tasks, int threads, Consumer<T> consumer)
      throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
    try {
      Queue<Future<T>> begun = new ArrayDeque<>();
      for (Callable<T> task : tasks) {
        begun.add(pool.submit(task));
        if (begun.size() > threads) {
          consumer.accept(begun.remove().get());
        }
      }
      while (!begun.isEmpty()) {
        consumer.accept(begun.remove().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      end(pool);
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  /** Waits for the threads, even if interrupted, since they read what the caller closes next. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean isInterrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
