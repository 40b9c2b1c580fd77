package dev.conveyor.streaming.zeromq;

import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * A warning that may be due often and is logged once in ten seconds at most. Never fails: a process
 * that has run out of memory or file descriptors may be unable to log. Safe for threads.
 */
final class ThrottledWarning {
  private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

  static {
    // A log line needs the time zones, which are in a file: to be read while files can be opened.
    Objects.requireNonNull(ZoneId.systemDefault().getRules());
  }

  private final Logger log;
  private final AtomicLong since = new AtomicLong();
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  ThrottledWarning(Logger log) {
    this.log = log;
  }

  /** Counts so many; logs how many there were since the last time, in place of {@code {}}. */
  void count(long times, String format) {
    since.addAndGet(times);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + QUIET)) {
      try {
        log.warn(format, since.getAndSet(0));
      } catch (LinkageError | RuntimeException e) {
        // The work is worth more than the warning.
      }
    }
  }
}
