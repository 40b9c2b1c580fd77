package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.TransportException;

/** Thrown when the peer that a reply is for has disconnected. */
final class PeerGoneException extends TransportException {
  private static final long serialVersionUID = 1;

  PeerGoneException(Throwable cause) {
    super("cannot reply: the peer has disconnected; nothing to do", cause);
  }
}
