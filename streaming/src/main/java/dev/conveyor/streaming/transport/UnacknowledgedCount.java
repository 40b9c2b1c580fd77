package dev.conveyor.streaming.transport;

/**
 * How many messages a reader has handed over and nobody has acknowledged: what every reader refuses
 * to go below. Belongs to one thread.
 */
public final class UnacknowledgedCount {
  private long count;

  /** So many more were handed over. */
  public void add(long messages) {
    count += messages;
  }

  /**
   * So many were acknowledged.
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
