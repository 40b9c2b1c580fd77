package dev.conveyor.streaming.zeromq.curve;

import java.net.ProtocolException;
import java.util.Optional;

/**
 * One end of the handshake of one connection. Each end proves that it owns its secret key, and
 * learns the metadata (socket type, identity) of the other. Belongs to one thread.
 */
public abstract sealed class CurveHandshake permits ClientHandshake, ServerHandshake {
  /** The key that both short-term keys share; null before it is derived. */
  byte[] shared;

  byte[] metadata;
  boolean refused;
  CurveSession session;

  CurveHandshake() {}

  /** Returns the first command, to be sent after both greetings; empty if the other end starts. */
  public abstract Optional<byte[]> begin();

  /**
   * Handles a command of the other end.
   *
   * @return the answer to send, also if it refuses the other end; empty if there is none
   * @throws ProtocolException if the command is out of order, malformed, or made with other keys
   */
  public abstract Optional<byte[]> take(byte[] command) throws ProtocolException;

  /** Returns whether the other end has proved its key, so that it may learn this end's metadata. */
  public abstract boolean mayIntroduce();

  /** Makes the last command of this end, which carries its metadata. */
  public abstract byte[] introduce(byte[] metadata);

  /** Returns the metadata of the other end; empty before it has arrived. */
  public final Optional<byte[]> metadata() {
    return Optional.ofNullable(metadata);
  }

  /** Returns whether one end has refused the other, whose key it does not allow. */
  public final boolean isRefused() {
    return refused;
  }

  /** Returns the session; null before both ends have sent their metadata. */
  public final CurveSession session() {
    return session;
  }
}
