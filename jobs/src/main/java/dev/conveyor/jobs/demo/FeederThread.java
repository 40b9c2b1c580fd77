package dev.conveyor.jobs.demo;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.feed.FeedRate;
import dev.conveyor.streaming.feed.Feeder;
import dev.conveyor.streaming.feed.MessageSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A feeder on its own thread, which opens, uses and closes the writer. */
final class FeederThread implements AutoCloseable {
  private static final long END_LIMIT_MILLIS = 5_000;

  private final CompletableFuture<MessageWriter> writer = new CompletableFuture<>();
  private final CountDownLatch starting = new CountDownLatch(1);
  private final FutureTask<Void> feeding;
  private final Thread thread;
  private volatile Feeder feeder;

  private FeederThread(Address to, MessageSource source, FeedRate pace, long count) {
    feeding = new FutureTask<>(() -> feed(to, source, pace, count), null);
    thread = new Thread(feeding, "conveyor-feeder-" + to.scheme());
    thread.setDaemon(true);
  }

  /**
   * Opens the writer and returns once it is open. Sends nothing before {@link #start}.
   *
   * @param source closed by the thread
   * @param count the maximum number of messages
   */
  static FeederThread open(Address to, MessageSource source, FeedRate pace, long count)
      throws InterruptedException {
    FeederThread opened = new FeederThread(to, source, pace, count);
    opened.thread.start();
    try {
      opened.writer.get();
      return opened;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private void feed(Address to, MessageSource source, FeedRate pace, long count) {
    try (source;
        MessageWriter open = Transports.endpoint(to).openWriter()) {
      feeder = new Feeder(source, open, pace, count);
      writer.complete(open);
      starting.await();
      feeder.run();
    } catch (Exception | Error e) {
      writer.completeExceptionally(e);
      throw unchecked(e);
    }
  }

  /** Returns the address of the writer, with the port that it has bound. */
  Address address() {
    return writer.join().address();
  }

  /** Starts sending; further calls have no effect. */
  void start() {
    starting.countDown();
  }

  /** Returns the number of messages sent so far. */
  long sent() {
    return feeder.sent();
  }

  /**
   * Returns whether all messages are sent and the writer is closed.
   *
   * @throws RuntimeException the failure that ended the feeder
   */
  boolean isDone() throws InterruptedException {
    if (!feeding.isDone()) {
      return false;
    }
    try {
      feeding.get();
      return true;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /** Interrupts the thread and waits for it, at most 5 s. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
