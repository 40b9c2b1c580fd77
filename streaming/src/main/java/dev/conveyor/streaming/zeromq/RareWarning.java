package dev.conveyor.streaming.zeromq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** A warning that may be due often and is logged once in ten seconds at most. Safe for threads. */
final class RareWarning {
  private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final AtomicLong since = new AtomicLong();
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  RareWarning(Logger log) {
    this.log = log;
  }

  /** Counts so many; logs how many there were since the last time, in place of {@code {}}. */
  void count(long times, String format) {
    since.addAndGet(times);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + QUIET)) {
      log.warn(format, since.getAndSet(0));
    }
  }
}
