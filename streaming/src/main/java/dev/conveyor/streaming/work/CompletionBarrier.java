package dev.conveyor.streaming.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The common end of several workers. The last one that arrives runs an action. Until then the
 * others keep their end markers, so that all markers are delivered again if the process dies.
 * Thread-safe.
 */
final class CompletionBarrier {
  private final CompletionAction action;
  private final AtomicInteger left;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Creates the barrier of this many workers. */
  CompletionBarrier(int workers, CompletionAction action) {
    this.left = new AtomicInteger(workers);
    this.action = action;
  }

  /**
   * Records that a worker has acknowledged everything except its marker. Runs the action if it is
   * the last one.
   *
   * @throws dev.conveyor.streaming.TransportException if the action fails
   */
  void arrive() throws InterruptedException {
    if (left.decrementAndGet() == 0) {
      action.run();
      done.countDown();
    }
  }

  /** Waits until the action is complete; returns false after the timeout. */
  boolean await(Duration timeout) throws InterruptedException {
    return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
