package dev.conveyor.streaming.zeromq;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The unacknowledged messages of a feeder. Times are those of the system's nano clock. */
final class SendWindow {

  /** A message that was sent and is not acknowledged. */
  record InFlight(long sequence, byte[] body, long sentAt) {}

  private final int size;
  private final long lease;

  /** The messages in flight by sequence number, in the order of their latest sending. */
  private final Map<Long, InFlight> inFlight = new LinkedHashMap<>();

  private final TreeMap<Long, InFlight> returned = new TreeMap<>();
  private long sequence;

  /** All messages up to this number are acknowledged. */
  private long confirmed;

  /**
   * Creates an empty window.
   *
   * @param first the sequence number of the first message
   * @param size the maximum number of messages
   * @param lease the time after which a message is due again
   */
  SendWindow(long first, int size, Duration lease) {
    this.sequence = first - 1;
    this.confirmed = sequence;
    this.size = size;
    this.lease = lease.toNanos();
  }

  boolean isFull() {
    return count() >= size;
  }

  boolean isEmpty() {
    return count() == 0;
  }

  int count() {
    return inFlight.size() + returned.size();
  }

  /** Returns the number of messages from the oldest unacknowledged one to the latest. */
  long unconfirmed() {
    while (confirmed < sequence
        && !inFlight.containsKey(confirmed + 1)
        && !returned.containsKey(confirmed + 1)) {
      confirmed++;
    }
    return sequence - confirmed;
  }

  boolean hasReturned() {
    return !returned.isEmpty();
  }

  /** Adds a message with the next sequence number, as sent now. */
  InFlight add(byte[] body, long now) {
    InFlight message = new InFlight(++sequence, body, now);
    inFlight.put(message.sequence(), message);
    return message;
  }

  /** Removes an acknowledged message; returns false if it is unknown. */
  boolean acknowledge(long number) {
    return inFlight.remove(number) != null || returned.remove(number) != null;
  }

  /** Marks a message as returned by a reader; returns false if it is not in flight. */
  boolean markReturned(long number) {
    InFlight message = inFlight.remove(number);
    if (message != null) {
      returned.put(number, message);
    }
    return message != null;
  }

  /** Returns the returned message with the lowest number. */
  Optional<InFlight> oldestReturned() {
    return Optional.ofNullable(returned.firstEntry()).map(Map.Entry::getValue);
  }

  /** Returns the message that was sent first, if its lease has expired. */
  Optional<InFlight> oldestExpired(long now) {
    return inFlight.values().stream().findFirst().filter(oldest -> now - oldest.sentAt() >= lease);
  }

  /** Marks a returned or expired message as sent now. */
  void resent(InFlight message, long now) {
    returned.remove(message.sequence());
    inFlight.remove(message.sequence());
    inFlight.put(message.sequence(), new InFlight(message.sequence(), message.body(), now));
  }

  /** Returns the nanoseconds until the first lease expires. */
  long untilExpiry(long now) {
    return inFlight.isEmpty()
        ? lease
        : Math.max(0, lease - (now - inFlight.values().iterator().next().sentAt()));
  }
}
