package dev.conveyor.streaming.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of several workers. The last one that arrives does what is to be done; until then the
 * others keep their end markers, so that all markers come again if the process dies. Safe for
 * threads.
 */
final class CompletionBarrier {
  private final CompletionAction ending;
  private final AtomicInteger left;
  private final CountDownLatch done = new CountDownLatch(1);

  /** The end of this many workers. */
  CompletionBarrier(int workers, CompletionAction ending) {
    this.left = new AtomicInteger(workers);
    this.ending = ending;
  }

  /**
   * Notes that a worker has acknowledged all but its marker. Does what is to be done if that was
   * the last one.
   *
   * @throws dev.conveyor.streaming.TransportException if it fails
   */
  void arrive() throws InterruptedException {
    if (left.decrementAndGet() == 0) {
      ending.run();
      done.countDown();
    }
  }

  /** Waits at most this long, and returns whether the last worker has done it. */
  boolean await(Duration patience) throws InterruptedException {
    return done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
