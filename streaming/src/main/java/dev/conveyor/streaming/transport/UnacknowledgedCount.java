package dev.conveyor.streaming.transport;

/**
 * The number of unacknowledged messages of a reader, which never becomes negative. Belongs to one
 * thread.
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
   * @throws IllegalArgumentException if there are fewer unacknowledged messages
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
