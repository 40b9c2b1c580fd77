package dev.conveyor.streaming.zeromq.curve;

import java.net.ProtocolException;
import java.util.Optional;

/**
 * One end of the handshake of one connection. Each end proves that it owns its secret key, and
 * learns the metadata (socket type, identity) of the other. Belongs to one thread.
 */
public interface CurveHandshake {
  /** Returns the first command, to be sent after both greetings; empty if the other end starts. */
  Optional<byte[]> begin();

  /**
   * Handles a command of the other end.
   *
   * @return the answer to send, also if it refuses the other end; empty if there is none
   * @throws ProtocolException if the command is out of order, malformed, or made with other keys
   */
  Optional<byte[]> take(byte[] command) throws ProtocolException;

  /** Returns whether the other end has proved its key, so that it may learn this end's metadata. */
  boolean mayIntroduce();

  /** Makes the last command of this end, which carries its metadata. */
  byte[] introduce(byte[] metadata);

  /** Returns the metadata of the other end; empty before it has arrived. */
  Optional<byte[]> metadata();

  /** Returns whether one end has refused the other, whose key it does not allow. */
  boolean isRefused();

  /** Returns the session; null before both ends have sent their metadata. */
  CurveSession session();
}
