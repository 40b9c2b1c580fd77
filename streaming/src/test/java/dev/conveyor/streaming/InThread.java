package dev.conveyor.streaming;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Runs one thing in a thread of its own, which can be interrupted; closing interrupts it. */
public final class InThread<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final Thread thread;

  private InThread(Callable<T> callable) {
    task = new FutureTask<>(callable);
    thread = new Thread(task, "in-thread");
    thread.start();
  }

  public static <T> InThread<T> run(Callable<T> callable) {
    return new InThread<>(callable);
  }

  public void interrupt() {
    thread.interrupt();
  }

  public boolean isDone() {
    return task.isDone();
  }

  /** Waits for the result, at most two minutes. */
  public T result() throws ExecutionException, InterruptedException, TimeoutException {
    return task.get(2, TimeUnit.MINUTES);
  }

  /** Waits for the exception, at most two minutes. */
  public Throwable failure() throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("returned " + result());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Waits until it has ended, however long that takes; throws what it threw. */
  public void awaitEnd() throws ExecutionException, InterruptedException {
    task.get();
  }

  /** All that live now, to compare with later. */
  public static Set<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().matches("(ForkJoinPool|awaitility).*"))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    thread.interrupt();
    await().atMost(Duration.ofMinutes(2)).until(() -> !thread.isAlive());
  }
}
