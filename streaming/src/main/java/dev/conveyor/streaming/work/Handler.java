package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import java.util.OptionalLong;

/** Handles messages. Called by several workers at once, each on its own thread. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles a message. The worker acknowledges it when its receipt is confirmed, and may handle
   * others meanwhile.
   *
   * @param message may be a dead letter
   * @param waiting the number of messages behind it; empty if the transport cannot tell
   * @return the receipt of {@link Forwarder#forward} for the last message made of this one; {@link
   *     Receipt#none} without one
   * @throws InterruptedException if the worker must end: the message is returned
   * @throws dev.conveyor.streaming.TransportException if it could not be forwarded: the worker ends
   *     with this, the message is returned
   * @throws HandlerStoppedException if it can handle no more: all workers end, the message is
   *     returned
   * @throws Exception any other, and any {@link Error}, counts as a failed attempt: the message is
   *     rejected, the worker continues
   */
  Receipt handle(Message message, OptionalLong waiting) throws Exception;
}
