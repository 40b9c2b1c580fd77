package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.TransportException;

/** Whom an answer is for is no longer there. */
final class PeerGoneException extends TransportException {
  private static final long serialVersionUID = 1;

  PeerGoneException(Throwable cause) {
    super("cannot answer: who asked is gone; nothing to do", cause);
  }
}
