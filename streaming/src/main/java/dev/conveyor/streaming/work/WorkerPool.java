package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Several workers of one process, each with a thread and a reader of its own. {@link #run} belongs
 * to one thread; the counters are safe for threads.
 */
public final class WorkerPool {
  private final int workers;
  private final Address from;
  private final ReaderOptions readerOptions;
  private final WorkerOptions options;
  private final Handler handler;
  private final Consumer<Address> listener;
  private final List<Worker> running = new CopyOnWriteArrayList<>();

  /**
   * @param handler shared by all workers
   * @param listener gets the address in use of each reader that opens, on its thread
   */
  public WorkerPool(
      int workers,
      Address from,
      ReaderOptions readerOptions,
      WorkerOptions options,
      Handler handler,
      Consumer<Address> listener) {
    this.workers = workers;
    this.from = from;
    this.readerOptions = readerOptions;
    this.options = options;
    this.handler = handler;
    this.listener = listener;
  }

  /** Returns whether a reader has opened. */
  public boolean hasBegun() {
    return !running.isEmpty();
  }

  public long handled() {
    return sum(Worker::handled);
  }

  public long dead() {
    return sum(Worker::dead);
  }

  public long rejected() {
    return sum(Worker::rejected);
  }

  private long sum(ToLongFunction<Worker> count) {
    return running.stream().mapToLong(count).sum();
  }

  /** Runs as {@link #run(CompletionAction)} does, without a completion action. */
  public void run() throws InterruptedException {
    run(() -> {});
  }

  /**
   * Runs the workers until all have ended; the first that fails ends the others.
   *
   * @param action called by the last worker that ends, after all messages are acknowledged and
   *     before the end markers are. On a queue that stores them, a worker with a marker waits for
   *     it: if the process dies before, all markers are delivered again. Not called after a failure
   * @throws dev.conveyor.streaming.TransportException if a connection cannot be opened or restored,
   *     or a message could not be forwarded or was not confirmed
   * @throws HandlerStoppedException if the handler can handle no more, after all workers have
   *     returned their messages
   * @throws InterruptedException if interrupted, after all workers have returned their messages
   */
  public void run(CompletionAction action) throws InterruptedException {
    AtomicInteger number = new AtomicInteger();
    CompletionBarrier completion = new CompletionBarrier(workers, action);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            workers, work -> new Thread(work, "conveyor-worker-" + number.incrementAndGet()));
    CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
    try {
      for (int i = 0; i < workers; i++) {
        ended.submit(() -> work(completion));
      }
      for (int i = 0; i < workers; i++) {
        ended.take().get();
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  private Void work(CompletionBarrier completion) throws InterruptedException {
    try (MessageReader reader = Transports.endpoint(from).openReader(readerOptions)) {
      listener.accept(reader.address());
      Worker worker = new Worker(reader, handler, options);
      running.add(worker);
      worker.run(completion);
      return null;
    }
  }

  private static void awaitEnd(ExecutorService threads) {
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

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }
}
