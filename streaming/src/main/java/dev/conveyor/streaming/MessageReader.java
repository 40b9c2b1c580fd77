package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A live reader: it returns each message as it arrives. Belongs to one thread.
 *
 * <p>An unacknowledged message returns to its queue when the reader closes or is found dead. A
 * topic does not deliver it again.
 */
public interface MessageReader extends AutoCloseable {

  /**
   * The default size limit of a body in bytes. A message with a larger body becomes a dead letter.
   */
  int DEFAULT_MAX_MESSAGE = 64 << 20;

  /** Returns the address in use, with the bound port where the address asked for any free one. */
  Address address();

  /**
   * Waits up to {@code patience} for the first message, then takes what else has arrived without
   * waiting. Empty only if no message came in that time. Returns fewer than {@code limit} if more
   * would need much memory. Waits out a lost connection, see {@link #isConnected}.
   *
   * @param limit the maximum number of messages
   * @throws TransportException if the transport refuses, or the connection stays away too long
   */
  List<Message> read(int limit, Duration patience) throws InterruptedException;

  /**
   * Acknowledges messages, so that they are never delivered again. Messages that a crashed reader
   * has not acknowledged are delivered again. Messages are acknowledged in the order in which they
   * were read.
   *
   * @return the messages that were still leased to this reader. The others returned to the queue
   *     when its lease expired, and are delivered again
   * @throws IllegalArgumentException if they are more than were read and not yet acknowledged
   */
  List<Message> acknowledge(List<Message> messages) throws InterruptedException;

  /**
   * Returns the oldest unacknowledged message to its queue after a failed attempt. Where attempts
   * are counted and used up, the message becomes a dead letter of the queue instead. By default it
   * is acknowledged.
   *
   * @param message the oldest message that was read and not yet acknowledged
   * @return false if the transport drops the message; true if it returned or kept it
   */
  default boolean reject(Message message, String reason) throws InterruptedException {
    acknowledge(List.of(message));
    return false;
  }

  /**
   * Keeps the unacknowledged messages and stops reading. If this process then dies, no failed
   * attempt is counted. Messages that arrive at this reader meanwhile return to their queue. Does
   * not block. Callers repeat the call until they close the reader.
   */
  default void standBy() throws InterruptedException {
    // Other readers can take the messages that this one has not.
  }

  /** Returns the number of messages that waited after the latest read; empty if unknown. */
  default OptionalLong waiting() {
    return OptionalLong.empty();
  }

  /**
   * Returns whether the other end was connected at the latest read: a server, or a peer where there
   * is no server. Messages that a topic's feeder sends while this reader is disconnected are lost.
   */
  boolean isConnected();

  /**
   * Returns whether the server that keeps the messages was away during the latest read. Such a read
   * says nothing about the messages, and its time is not idle time.
   *
   * <p>Always false where peers come and go and no server keeps messages: no peer then means that
   * no message comes. A silent, frozen or connecting peer counts as one that sends nothing.
   */
  boolean isServerAway();

  /** Returns unacknowledged messages to the queue, and closes the connection. */
  @Override
  void close();
}
