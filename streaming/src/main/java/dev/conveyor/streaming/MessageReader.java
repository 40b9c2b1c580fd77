package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The live way to read: each message is handed over as it comes. Belongs to one thread.
 *
 * <p>An unacknowledged message returns to a queue when the reader closes or is found dead; a topic
 * forgets it.
 */
public interface MessageReader extends AutoCloseable {

  /** Messages over this many bytes come through dead unless told otherwise. */
  int DEFAULT_MAX_MESSAGE = 64 << 20;

  /** The address that is in use: with the port that was chosen where any free one was asked for. */
  Address address();

  /**
   * Waits up to {@code patience} for the first message, then takes what else is there without
   * waiting. Empty only if none came in that time; fewer than {@code limit} whenever more would
   * need much memory. A lost connection is waited out, see {@link #isConnected}.
   *
   * @throws TransportException if the transport refuses, or the connection stays away too long
   */
  List<Message> read(int limit, Duration patience) throws InterruptedException;

  /**
   * Forgets these for good. Until then a crashed reader's messages come back. Messages are
   * acknowledged in the order in which they were read.
   *
   * @return the messages that were still leased to this reader. The others were returned to the
   *     queue when its lease expired, and are delivered again
   * @throws IllegalArgumentException if they are more than were read and not yet acknowledged
   */
  List<Message> acknowledge(List<Message> messages) throws InterruptedException;

  /**
   * Gives up the oldest message that was read and not yet acknowledged, after a failed attempt. It
   * goes back to its queue; where attempts are counted and used up, it is dead there instead.
   *
   * @return false if the transport forgets it, since it keeps nothing
   */
  default boolean reject(Message message, String reason) throws InterruptedException {
    acknowledge(List.of(message));
    return false;
  }

  /**
   * Keeps the unacknowledged messages and reads no more. If this process dies, no failed attempt is
   * counted; messages that arrive at this reader meanwhile are returned to their queue. Does not
   * block. Callers repeat the call until they close the reader.
   */
  default void standBy() throws InterruptedException {
    // What it has not handed over is free for others anyway.
  }

  /** Returns the number of messages behind the latest read; empty if unknown. */
  default OptionalLong waiting() {
    return OptionalLong.empty();
  }

  /**
   * Returns whether the other end was there at the latest read: a server, or where peers come and
   * go, a peer. What a topic's feeder sends while it is not is lost.
   */
  boolean isConnected();

  /**
   * Returns whether the server that holds the messages was away during the latest read: that read
   * then says nothing about them, and its time does not count as idle. Where no server holds
   * messages, but peers come and go, never: that no peer is there does mean that nothing comes. A
   * peer that is silent, frozen or still connecting is like one that sends nothing.
   */
  boolean isServerAway();

  /** Returns unacknowledged messages to the queue, and closes the connection. */
  @Override
  void close();
}
