package dev.conveyor.streaming.zeromq.curve;

import java.net.ProtocolException;
import java.util.Optional;

/**
 * One end of the handshake of one connection, a command at a time. Each end proves by it that it
 * has the secret key of its public one, and learns the properties (a socket type, an identity) of
 * the other. Belongs to one thread.
 */
public interface CurveHandshake {
  /** The first command, if this end sends it. To be sent when both greetings are through. */
  Optional<byte[]> begin();

  /**
   * Takes a command of the other end.
   *
   * @return the answer, if there is one; to be sent even if the handshake is refused by it
   * @throws ProtocolException if the command is not the next one, or was not made with the keys
   *     that it should be made with
   */
  Optional<byte[]> take(byte[] command) throws ProtocolException;

  /** Whether the other end has proved its key, and may be told this end's properties. */
  boolean mayIntroduce();

  /** The last command of this end, with its properties. */
  byte[] introduce(byte[] properties);

  /** The properties of the other end, once they have come. */
  Optional<byte[]> properties();

  /** Whether one end will not have the other, whose key it does not allow. */
  boolean isRefused();

  /** What follows. To be called when both ends have introduced themselves. */
  CurveSession session();
}
