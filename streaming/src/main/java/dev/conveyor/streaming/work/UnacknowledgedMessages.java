package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that a reader has handed over and that were handled, in order, until the next
 * station has them: only then are they acknowledged. Bounded: whoever adds looks at {@link #isFull}
 * first. Belongs to one thread.
 */
final class UnacknowledgedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(UnacknowledgedMessages.class);
  private static final int MOST_MESSAGES = 10_000;
  private static final long MOST_BYTES = 64 << 20;

  /** For what is confirmed while a worker is being interrupted, in nanoseconds. */
  private static final long GRACE = Duration.ofSeconds(2).toNanos();

  private static final Duration LOOK = Duration.ofMillis(20);

  private record Entry(Message message, Receipt receipt) {}

  private final MessageReader reader;
  private final Consumer<Message> listener;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  /**
   * Of this reader.
   *
   * @param listener sees each message after it was acknowledged
   */
  UnacknowledgedMessages(MessageReader reader, Consumer<Message> listener) {
    this.reader = reader;
    this.listener = listener;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean isFull() {
    return entries.size() >= MOST_MESSAGES || bytes >= MOST_BYTES;
  }

  void add(Message message, Receipt receipt) {
    entries.add(new Entry(message, receipt));
    bytes += message.body().length;
  }

  /** Acknowledges the oldest messages, as far as their receipts are here; waits for none. */
  void acknowledge() throws InterruptedException {
    List<Message> confirmed = new ArrayList<>();
    while (!entries.isEmpty() && entries.peek().receipt().await(Duration.ZERO)) {
      Message message = entries.remove().message();
      bytes -= message.body().length;
      confirmed.add(message);
    }
    if (!confirmed.isEmpty()) {
      reader.acknowledge(confirmed);
      confirmed.forEach(listener);
    }
  }

  /** Waits a moment for the oldest message's receipt. */
  void awaitSome() throws InterruptedException {
    if (!entries.isEmpty()) {
      entries.peek().receipt().await(LOOK);
    }
  }

  /** Waits until the next station has everything, and acknowledges it. */
  void finish() throws InterruptedException {
    while (!entries.isEmpty()) {
      entries.peek().receipt().await();
      acknowledge();
    }
  }

  /** Acknowledges what is confirmed within a moment, so that less of it comes again. */
  void leave() {
    long end = System.nanoTime() + GRACE;
    try {
      acknowledge();
      while (!entries.isEmpty() && System.nanoTime() - end < 0) {
        awaitSome();
        acknowledge();
      }
    } catch (InterruptedException | TransportException e) {
      LOG.debug("{}: what is left comes again", reader.address(), e);
    }
  }
}
