package dev.conveyor.jobs.chaos;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Write the numbers, several threads to each address: most of them evenly over a span, the others
 * ever so slowly until the killing is over, so that there is always work. Redis may die meanwhile:
 * writes are numbered and repeated until they are answered, so each number goes in once. If that
 * cannot be said of one, the run ends with its error.
 */
final class Feeders implements AutoCloseable {
  private static final int WRITERS = 2;
  private static final int MOST_AT_ONCE = 1_000;
  private static final int PAUSE_MILLIS = 20;
  private static final double WITHIN_SPAN = 0.9;
  private static final int SPANS_FOR_THE_REST = 10;

  private final long startNanos = System.nanoTime();
  private final Duration span;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<Void>> feeders = new ArrayList<>();
  private final BitSet acknowledged;
  private volatile boolean finishing;
  private volatile boolean finished;
  private volatile boolean paused;

  /** Starts; the numbers are shared out evenly among the addresses. */
  Feeders(List<String> addresses, int numbers, Duration span) {
    this(addresses, numbers, WRITERS, span);
  }

  /** The same with so many writers to each address, each of which writes an equal share. */
  Feeders(List<String> addresses, int numbers, int writers, Duration span) {
    this.span = span;
    this.acknowledged = new BitSet(numbers);
    int shares = addresses.size() * writers;
    for (int share = 0; share < shares; share++) {
      int from = (int) ((long) numbers * share / shares);
      int to = (int) ((long) numbers * (share + 1) / shares);
      Address address = Address.parse(addresses.get(share / writers));
      feeders.add(threads.submit(feeder(address, from, to)));
    }
  }

  private Callable<Void> feeder(Address address, int from, int to) {
    return () -> {
      try (MessageWriter writer = Transports.of(address).openWriter(address)) {
        int next = from;
        while (next < to) {
          int end = Math.min(due(from, to), next + MOST_AT_ONCE);
          if (end > next && !paused) {
            writer.write(numbers(next, end));
            note(next, end);
            next = end;
          } else {
            Thread.sleep(PAUSE_MILLIS);
          }
        }
      }
      return null;
    };
  }

  /** Up to which number of a share should have been written by now. */
  private int due(int from, int to) {
    double spans = (double) (System.nanoTime() - startNanos) / span.toNanos();
    double rest = Math.max(0, spans - 1) / SPANS_FOR_THE_REST;
    double part = WITHIN_SPAN * Math.min(1, spans) + (1 - WITHIN_SPAN) * Math.min(1, rest);
    return finishing ? to : from + (int) Math.ceil((to - from) * Math.min(1, part));
  }

  private void note(int from, int to) {
    synchronized (acknowledged) {
      acknowledged.set(from, to);
    }
  }

  /** How many numbers have been acknowledged so far. */
  int acknowledged() {
    synchronized (acknowledged) {
      return acknowledged.cardinality();
    }
  }

  /** Writes nothing for a while, or goes on. */
  void pause(boolean isPaused) {
    paused = isPaused;
  }

  private static List<Outgoing> numbers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> Integer.toString(number).getBytes(StandardCharsets.US_ASCII))
        .map(Outgoing::of)
        .toList();
  }

  /** Writes what is left as fast as it goes, and returns when every number is in. */
  void finish() throws InterruptedException {
    finish(Duration.ofDays(1));
  }

  /** The same; false if it takes longer than that. */
  boolean finish(Duration limit) throws InterruptedException {
    finishing = true;
    long end = System.nanoTime() + limit.toNanos();
    for (Future<Void> feeder : feeders) {
      try {
        feeder.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "cannot say of each number that it went in once: "
                + e.getCause().getMessage()
                + "; run the round again",
            e);
      }
    }
    finished = true;
    return true;
  }

  /** Whether every number is in. */
  boolean areFinished() {
    return finished;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
