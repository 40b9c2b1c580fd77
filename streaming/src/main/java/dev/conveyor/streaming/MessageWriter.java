package dev.conveyor.streaming;

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
   * Lets go of the connection, after what was written has left this process. A thread that is
   * interrupted does not wait for that.
   */
  @Override
  void close();
}
