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
 * Handled messages of a reader, in order, that the next station has not confirmed and that are thus
 * not acknowledged. Bounded: callers check {@link #isFull} before they add. Belongs to one thread.
 */
final class UnacknowledgedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(UnacknowledgedMessages.class);
  private static final int MAX_MESSAGES = 10_000;
  private static final long MAX_BYTES = 64 << 20;

  /** The wait for confirmations after an interrupt, in nanoseconds. */
  private static final long GRACE = Duration.ofSeconds(2).toNanos();

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(20);

  private record Entry(Message message, Receipt receipt) {}

  private final MessageReader reader;
  private final Consumer<Message> listener;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  /**
   * Creates the messages of a reader.
   *
   * @param listener gets each message after its acknowledgment
   */
  UnacknowledgedMessages(MessageReader reader, Consumer<Message> listener) {
    this.reader = reader;
    this.listener = listener;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean isFull() {
    return entries.size() >= MAX_MESSAGES || bytes >= MAX_BYTES;
  }

  void add(Message message, Receipt receipt) {
    entries.add(new Entry(message, receipt));
    bytes += message.body().length;
  }

  /** Acknowledges the oldest messages whose receipts are confirmed, without waiting. */
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

  /** Waits briefly for the receipt of the oldest message. */
  void awaitSome() throws InterruptedException {
    if (!entries.isEmpty()) {
      entries.peek().receipt().await(CHECK_INTERVAL);
    }
  }

  /** Waits until all messages are confirmed, and acknowledges them. */
  void finish() throws InterruptedException {
    while (!entries.isEmpty()) {
      entries.peek().receipt().await();
      acknowledge();
    }
  }

  /** Acknowledges messages confirmed within 2 seconds, so that fewer are delivered again. */
  void acknowledgeConfirmed() {
    long end = System.nanoTime() + GRACE;
    try {
      acknowledge();
      while (!entries.isEmpty() && System.nanoTime() - end < 0) {
        awaitSome();
        acknowledge();
      }
    } catch (InterruptedException | TransportException e) {
      LOG.debug("{}: unacknowledged messages are delivered again", reader.address(), e);
    }
  }
}
