package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;

/**
 * The sending end of a queue or topic. Belongs to one thread.
 *
 * <p>Memory: a writer keeps no more than what the transport bounds (a high-water mark, the list in
 * hand).
 */
public interface MessageWriter extends AutoCloseable {

  /** The address that is in use: with the port that was chosen where any free one was asked for. */
  Address address();

  /**
   * Returns once all are handed to the transport, in this order; waits where the transport bounds
   * its queue, and while a server that keeps it is away. A topic does not wait for subscribers that
   * have left. Without a message it does what is due meanwhile: a writer whose queue acknowledges
   * takes acknowledgments in and sends again what was not, so who pauses calls it now and then.
   *
   * @throws TransportException if the transport refuses, or the connection does not come back; how
   *     many of these messages arrived is then unknown
   * @throws InterruptedException if interrupted while it waits; likewise
   */
  void write(List<Outgoing> messages) throws InterruptedException;

  /**
   * Returns how many of the messages that were written are not confirmed yet, counted from the
   * oldest of them to the latest: all that were written before are confirmed. A message is
   * confirmed once the server that keeps it, or a reader that acknowledges, is responsible for it.
   * Where neither exists (plain ZeroMQ queues, topics, channels) it is confirmed as soon as it is
   * written, and lost as the address's guarantee says. Changes only during {@link #write} and
   * {@link #flush}.
   */
  default long unconfirmed() {
    return 0;
  }

  /**
   * Waits until all that was written is {@linkplain #unconfirmed confirmed}, at most this long;
   * longer only while something that has to be sent again cannot be sent.
   *
   * @return false if something is unconfirmed
   * @throws TransportException if a reader has to confirm and none was there for as long as the
   *     address says, since the latest {@link #write}; or the connection does not come back
   * @throws InterruptedException if interrupted while it waits; what was written stays unconfirmed
   */
  default boolean flush(Duration patience) throws InterruptedException {
    return true;
  }

  /**
   * Waits until all that was written is confirmed.
   *
   * @throws TransportException as {@link #flush(Duration)} does
   * @throws InterruptedException likewise
   */
  default void flush() throws InterruptedException {
    while (!flush(Duration.ofSeconds(1))) {
      // It throws where confirmation can no longer be expected.
    }
  }

  /**
   * Closes the connection, after all messages have left this process. A thread that is interrupted
   * does not wait for that.
   */
  @Override
  void close();
}
