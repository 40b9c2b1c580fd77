package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import java.util.OptionalLong;

/** What is done with each message. Called by several workers at once, each on its own thread. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles a message. It is acknowledged once its receipt is there, and its worker may handle
   * others meanwhile.
   *
   * @param message may be dead; it then becomes a dead letter of its queue
   * @param waiting how many waited behind it; empty where the transport cannot tell
   * @return what {@link Forwarder#forward} returned for the last message that was made of this one;
   *     {@link Receipt#none} if none was
   * @throws InterruptedException if the worker is to end: the message goes back
   * @throws dev.conveyor.streaming.TransportException if it could not be forwarded: the worker ends
   *     with this, the message goes back
   * @throws HandlerStoppedException if it can handle no more: all workers end, the message goes
   *     back
   * @throws Exception any other, and any {@link Error}, counts as a failed attempt: the message is
   *     rejected, the worker goes on
   */
  Receipt handle(Message message, OptionalLong waiting) throws Exception;
}
