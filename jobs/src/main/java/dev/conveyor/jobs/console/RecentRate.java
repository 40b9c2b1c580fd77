package dev.conveyor.jobs.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A rate over a window that ends now. Belongs to one thread. */
final class RecentRate {
  private final long window;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long done) {}

  RecentRate(Duration window) {
    this.window = window.toNanos();
  }

  /** Adds what was done up to a time of {@link System#nanoTime}. */
  void add(long nanos, long done) {
    samples.addLast(new Sample(nanos, done));
    // The first sample is the latest one that is as old as the window.
    while (samples.size() > 2 && nanos - second().nanos() >= window) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    var each = samples.iterator();
    each.next();
    return each.next();
  }

  /** Returns units a second; 0 before the second sample. */
  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : Math.max(0, last.done() - first.done()) * 1e9 / nanos;
  }
}
