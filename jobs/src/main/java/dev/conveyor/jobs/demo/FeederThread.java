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

/** A feeder on a thread of its own, on which its writer is opened, used and closed. */
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

  /** Returns once the writer is open; feeds nothing before {@link #start}. */
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

  /** The address in use, with the port that was chosen. */
  Address address() {
    return writer.join().address();
  }

  /** Has no effect the second time. */
  void start() {
    starting.countDown();
  }

  long sent() {
    return feeder.sent();
  }

  /**
   * Returns whether all is sent and has left.
   *
   * @throws RuntimeException what ended it, if it failed
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
