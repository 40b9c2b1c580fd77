package dev.conveyor.streaming.zeromq;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a feeder has sent and nobody has acknowledged. Times are those of the system's nano clock.
 */
final class SendWindow {

  /** A message under way. */
  record Pending(long sequence, byte[] body, long sentAt) {}

  private final int size;
  private final long lease;

  /** In the order in which they were sent last. */
  private final Map<Long, Pending> underWay = new LinkedHashMap<>();

  private final TreeMap<Long, Pending> givenBack = new TreeMap<>();
  private long sequence;

  /** All up to this one are acknowledged. */
  private long confirmed;

  /**
   * An empty one.
   *
   * @param first the number of the first message
   * @param size the most messages in it
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
    return underWay.size() + givenBack.size();
  }

  /** Returns how many messages there are from the oldest that is unacknowledged to the latest. */
  long unconfirmed() {
    while (confirmed < sequence
        && !underWay.containsKey(confirmed + 1)
        && !givenBack.containsKey(confirmed + 1)) {
      confirmed++;
    }
    return sequence - confirmed;
  }

  boolean hasGivenBack() {
    return !givenBack.isEmpty();
  }

  /** Numbers a message and takes it in as sent now. */
  Pending add(byte[] body, long now) {
    Pending pending = new Pending(++sequence, body, now);
    underWay.put(pending.sequence(), pending);
    return pending;
  }

  /** Forgets a message; returns false if it is not here. */
  boolean acknowledge(long number) {
    return underWay.remove(number) != null || givenBack.remove(number) != null;
  }

  /** Notes that a reader has returned a message; returns false if it is not under way. */
  boolean giveBack(long number) {
    Pending pending = underWay.remove(number);
    if (pending != null) {
      givenBack.put(number, pending);
    }
    return pending != null;
  }

  /** Returns the oldest message that was given back. */
  Optional<Pending> oldestGivenBack() {
    return Optional.ofNullable(givenBack.firstEntry()).map(Map.Entry::getValue);
  }

  /** Returns the message that has been under way for longest, if that is longer than the lease. */
  Optional<Pending> oldestExpired(long now) {
    return underWay.values().stream().findFirst().filter(oldest -> now - oldest.sentAt() >= lease);
  }

  /** Takes in as sent now what was given back or has expired. */
  void resent(Pending pending, long now) {
    givenBack.remove(pending.sequence());
    underWay.remove(pending.sequence());
    underWay.put(pending.sequence(), new Pending(pending.sequence(), pending.body(), now));
  }

  /** How long until the first lease runs out, in nanoseconds. */
  long untilExpiry(long now) {
    return underWay.isEmpty()
        ? lease
        : Math.max(0, lease - (now - underWay.values().iterator().next().sentAt()));
  }
}
