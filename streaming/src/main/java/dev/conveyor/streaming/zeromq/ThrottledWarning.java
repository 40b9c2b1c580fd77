package dev.conveyor.streaming.zeromq;

import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * A warning that is logged at most once in ten seconds. Never throws, since a process without
 * memory or file descriptors may be unable to log. Thread-safe.
 */
final class ThrottledWarning {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  static {
    // A log line needs the time zones, which are in a file: read it while files can be opened.
    Objects.requireNonNull(ZoneId.systemDefault().getRules());
  }

  private final Logger log;
  private final AtomicLong since = new AtomicLong();
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  ThrottledWarning(Logger log) {
    this.log = log;
  }

  /** Adds to the count; logs the count since the latest log line, in place of {@code {}}. */
  void count(long times, String format) {
    since.addAndGet(times);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
      try {
        log.warn(format, since.getAndSet(0));
      } catch (LinkageError | RuntimeException e) {
        // The caller must not fail because of a warning.
      }
    }
  }
}
