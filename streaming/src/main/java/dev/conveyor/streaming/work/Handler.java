package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Message;
import java.util.OptionalLong;

/** What is done with each message. Called by several workers at once, each on its own thread. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles a message; it is acknowledged when this returns.
   *
   * @param message may be dead; it then goes to where the dead are
   * @param waiting how many waited behind it; empty where nobody can tell
   * @throws InterruptedException if the worker is to end: the message goes back
   * @throws dev.conveyor.streaming.TransportException if it could not be handed on: the worker ends
   *     with this, the message goes back
   * @throws Exception any other counts as a failed attempt: the message is rejected, the worker
   *     goes on
   */
  void handle(Message message, OptionalLong waiting) throws Exception;
}
