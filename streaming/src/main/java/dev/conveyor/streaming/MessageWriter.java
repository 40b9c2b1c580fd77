package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;

/**
 * A writer to a queue or topic. Belongs to one thread.
 *
 * <p>It holds no more messages in memory than the transport allows, by a high-water mark or the
 * list being written.
 */
public interface MessageWriter extends AutoCloseable {

  /** Returns the address in use, with the bound port where the address asked for any free one. */
  Address address();

  /**
   * Sends messages, and returns once all are handed to the transport in this order. Waits where the
   * transport bounds its queue, and while the server that keeps the queue is away. A topic does not
   * wait for subscribers that have left.
   *
   * <p>An empty list does pending work only. The writer of a queue that acknowledges then receives
   * acknowledgments and sends unacknowledged messages again. Callers that pause have to call it now
   * and then.
   *
   * @throws TransportException if the transport refuses, or the connection does not come back; the
   *     number of messages that arrived is then unknown
   * @throws InterruptedException if interrupted while waiting; the number is likewise unknown
   */
  void write(List<Outgoing> messages) throws InterruptedException;

  /**
   * Returns the number of messages from the oldest unconfirmed one to the latest. All messages
   * before those are confirmed.
   *
   * <p>A message is confirmed once the server that keeps it, or a reader that acknowledges, is
   * responsible for it. Without either, as in plain ZeroMQ queues, topics and channels, it is
   * confirmed as soon as it is written. The guarantee of the address then says whether it can be
   * lost. The number changes only during {@link #write} and {@link #flush}.
   */
  default long unconfirmed() {
    return 0;
  }

  /**
   * Waits until all written messages are {@linkplain #unconfirmed confirmed}, at most for {@code
   * patience}. Waits longer only while a message that has to be sent again cannot be sent.
   *
   * @return false if a message is unconfirmed
   * @throws TransportException if a reader has to confirm and none was connected since the latest
   *     {@link #write}, for as long as the address says; or if the connection does not come back
   * @throws InterruptedException if interrupted while waiting; the messages stay unconfirmed
   */
  default boolean flush(Duration patience) throws InterruptedException {
    return true;
  }

  /**
   * Waits until all written messages are {@linkplain #unconfirmed confirmed}.
   *
   * @throws TransportException as {@link #flush(Duration)} does
   * @throws InterruptedException as {@link #flush(Duration)} does
   */
  default void flush() throws InterruptedException {
    while (!flush(Duration.ofSeconds(1))) {
      // The call throws once confirmation can no longer be expected.
    }
  }

  /**
   * Closes the connection after all messages have left this process. An interrupted thread does not
   * wait for that.
   */
  @Override
  void close();
}
