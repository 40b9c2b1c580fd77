package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads one address live, in a thread of its own, and acknowledges messages on request. The others
 * return to their queue when it closes, or when its process dies. Safe for threads.
 */
final class ManualAckReader implements AutoCloseable {
  private static final Duration STRETCH = Duration.ofMillis(20);
  private static final int MOST_MESSAGES = 100_000;
  private static final long MOST_BYTES = 64 << 20;

  private final Address address;
  private final ReceiverSettings settings;
  private final Queue<List<Message>> acknowledged = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private List<Message> arrived = new ArrayList<>();
  private int unacknowledged;
  private long unacknowledgedBytes;
  private boolean ended;
  private volatile boolean reads;

  /** The {@link System#nanoTime} since when no message is unacknowledged, while it reads. */
  private volatile long quietSince;

  private volatile RuntimeException failure;

  ManualAckReader(Address address, ReceiverSettings settings) {
    this.address = address;
    this.settings = settings;
    this.thread = new Thread(this::run, "conveyor-manual-ack-reader");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    ReaderOptions options = ReaderOptions.defaults().withMaxMessage(settings.maxMessage());
    try (MessageReader reader = Transports.endpoint(address).openReader(options)) {
      while (closed.getCount() > 0) {
        acknowledge(reader);
        if (room() > 0) {
          add(reader.read(room(), STRETCH));
          noteReading(!reader.isServerAway());
        } else {
          closed.await(STRETCH.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      acknowledge(reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    } catch (Exception | Error e) { // Scala throws checked exceptions without saying so.
      failure = new IllegalStateException("cannot read " + address + ": " + e, e);
    } finally {
      reads = false;
    }
  }

  private void noteReading(boolean now) {
    if (now && !reads) {
      quietSince = System.nanoTime();
    }
    reads = now;
  }

  private void acknowledge(MessageReader reader) throws InterruptedException {
    for (var some = acknowledged.poll(); some != null; some = acknowledged.poll()) {
      reader.acknowledge(some);
      noteAcknowledged(some);
    }
  }

  private synchronized int room() {
    boolean full = ended || unacknowledgedBytes >= MOST_BYTES;
    return full ? 0 : (int) Math.min(settings.limit(), MOST_MESSAGES) - unacknowledged;
  }

  private synchronized void add(List<Message> messages) {
    arrived.addAll(messages);
    unacknowledged += messages.size();
    unacknowledgedBytes += bytes(messages);
    ended |=
        settings.end() == ReaderOptions.End.AT_MARKER
            && messages.stream().anyMatch(Message::isEndMarker);
  }

  private synchronized void noteAcknowledged(List<Message> messages) {
    unacknowledged -= messages.size();
    quietSince = System.nanoTime();
    unacknowledgedBytes -= bytes(messages);
  }

  private static long bytes(List<Message> messages) {
    return messages.stream().mapToLong(message -> message.body().length).sum();
  }

  /** Returns the messages since the last call; they stay unacknowledged. */
  synchronized List<Message> take() {
    List<Message> taken = arrived;
    arrived = new ArrayList<>();
    return taken;
  }

  /** Acknowledges messages, the oldest unacknowledged ones: their effects are safe. */
  void acknowledge(List<Message> messages) {
    acknowledged.add(messages);
  }

  /** Returns whether no message is unacknowledged, and the server of the queue answers. */
  synchronized boolean isQuiet() {
    return unacknowledged == 0 && (reads || ended);
  }

  /** Returns for how long it has been quiet; zero while it is not. */
  synchronized Duration idle() {
    return isQuiet() ? Duration.ofNanos(System.nanoTime() - quietSince) : Duration.ZERO;
  }

  /** Returns why it has stopped reading, if it failed. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Ends reading; unacknowledged messages return to their queue. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
