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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
 * writes are numbered and repeated until they are answered, so each number goes in once. One of
 * which that cannot be said has failed.
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
  private final Optional<String> marker;
  private final int numbers;
  private final int producers;
  private volatile boolean finishing;
  private volatile boolean finished;
  private volatile String failure = "";
  private volatile boolean paused;

  /** Starts; the numbers are shared out evenly among the addresses. */
  Feeders(List<String> addresses, int numbers, Duration span) {
    this(numbers, span, addresses.stream().map(Feeders::plain).toList(), Optional.empty());
  }

  /**
   * The same with as many writers as each feed says.
   *
   * @param marker what each feed is to end with
   */
  Feeders(int numbers, Duration span, List<Feed> feeds, Optional<String> marker) {
    this.numbers = numbers;
    this.span = span;
    this.acknowledged = new BitSet(numbers);
    this.marker = marker;
    this.producers = feeds.stream().mapToInt(Feed::writers).sum();
    int producer = 0;
    for (Feed feed : feeds) {
      CountDownLatch others = new CountDownLatch(feed.writers() - 1);
      for (int writer = 0; writer < feed.writers(); writer++, producer++) {
        int from = Ledger.share(numbers, producer, producers);
        int to = Ledger.share(numbers, producer + 1, producers);
        boolean isLast = writer == feed.writers() - 1;
        feeders.add(
            threads.submit(feeder(Address.parse(feed.address()), from, to, isLast, others)));
      }
    }
  }

  private static Feed plain(String address) {
    return new Feed(address, WRITERS, Promise.EXACTLY_ONCE);
  }

  /** Of what they write. */
  Ledger ledger() {
    return new Ledger(numbers, producers);
  }

  private Callable<Void> feeder(
      Address address, int from, int to, boolean isLast, CountDownLatch others) {
    return () -> {
      try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
        feed(writer, from, to);
        if (!isLast) {
          others.countDown();
        } else if (marker.isPresent()) {
          others.await();
          writer.write(List.of(Outgoing.of(marker.get().getBytes(StandardCharsets.US_ASCII))));
        }
      }
      return null;
    };
  }

  private void feed(MessageWriter writer, int from, int to) throws InterruptedException {
    int next = from;
    while (next < to) {
      int end = Math.min(due(from, to), next + MOST_AT_ONCE);
      if (end > next && !paused) {
        writer.write(numbers(next, end));
        note(next, end);
        next = end;
      } else {
        Thread.sleep(PAUSE_MILLIS);
        writer.write(List.of());
      }
    }
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

  /** How many numbers have been written so far. */
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
    if (!finish(Duration.ofDays(1))) {
      throw new IllegalStateException(failure);
    }
  }

  /** The same; false if it takes longer than that, or a feeder has failed. */
  boolean finish(Duration limit) throws InterruptedException {
    finishing = true;
    long end = System.nanoTime() + limit.toNanos();
    for (Future<Void> feeder : feeders) {
      try {
        feeder.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        failure = "a feeder cannot finish";
      } catch (ExecutionException e) {
        failure = "a feeder has failed: " + e.getCause().getMessage();
      }
    }
    finished = failure.isEmpty();
    return finished;
  }

  /** Returns the failure of a feeder; empty if there was none. */
  String failure() {
    return failure;
  }

  /** Returns whether every number is in, as far as {@link #finish} was called. */
  boolean areFinished() {
    return finished;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
