package dev.conveyor.streaming.transport;

/**
 * The number of unacknowledged messages of a reader: what every reader refuses to go below. Belongs
 * to one thread.
 */
public final class UnacknowledgedCount {
  private long count;

  /** Adds delivered messages. */
  public void add(long messages) {
    count += messages;
  }

  /**
   * Removes acknowledged messages.
   *
   * @throws IllegalArgumentException if they are more than there are
   */
  public void remove(long messages) {
    if (messages > count) {
      throw new IllegalArgumentException(
          "cannot acknowledge "
              + messages
              + " messages: only "
              + count
              + " were read and not yet acknowledged");
    }
    count -= messages;
  }
}
