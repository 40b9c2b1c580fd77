package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Encrypts and decrypts the messages of one connection after its handshake. Each message has the
 * next number, so that a repeated or reordered one is refused. Belongs to one thread.
 */
public final class CurveSession {
  /** Bytes in front of a frame in its array: the zeros that NaCl needs, and the flags. */
  public static final int ROOM = NaCl.ZEROS + 1;

  /** The flag of a frame that is followed by others of its message. */
  public static final int MORE = 1;

  /** The flag of a ZMTP command. */
  public static final int COMMAND = 2;

  private static final byte[] NAME = "\7MESSAGE".getBytes(US_ASCII);

  /** Bytes by which a message is longer than its frame. */
  public static final int OVERHEAD = NAME.length + Long.BYTES + NaCl.TAG + 1;

  private static final String FROM_CLIENT = "CurveZMQMESSAGEC";
  private static final String FROM_SERVER = "CurveZMQMESSAGES";

  private final byte[] key;
  private final String sends;
  private final String receives;
  private long sent;
  private long received;

  /**
   * Starts after the handshake.
   *
   * @param key the key that both ends share
   * @param isServer whether this end is the server
   * @param sent the number in the latest nonce of this end
   * @param received the number in the latest nonce of the other end
   */
  CurveSession(byte[] key, boolean isServer, long sent, long received) {
    this.key = key;
    this.sends = isServer ? FROM_SERVER : FROM_CLIENT;
    this.receives = isServer ? FROM_CLIENT : FROM_SERVER;
    this.sent = sent;
    this.received = received;
  }

  /**
   * Encrypts a frame.
   *
   * @param content the frame behind {@link #ROOM} bytes that are zero; may be changed
   * @param flags {@link #MORE} and {@link #COMMAND}
   */
  public byte[] seal(byte[] content, int flags) {
    content[ROOM - 1] = (byte) flags;
    byte[] nonce = NaCl.nonce(sends, ++sent);
    byte[] message = NaCl.sealPadded(content, nonce, key);
    ByteBuffer.wrap(message).put(NAME).putLong(sent);
    return message;
  }

  /**
   * Decrypts a frame.
   *
   * @param message overwritten
   * @return the frame behind {@link #ROOM} bytes, the last of which holds the flags
   * @throws ProtocolException if the message is not encrypted by the other end, or is repeated
   */
  public byte[] open(byte[] message) throws ProtocolException {
    if (message.length < OVERHEAD
        || !Arrays.equals(message, 0, NAME.length, NAME, 0, NAME.length)) {
      throw new ProtocolException("a frame that CURVE has not encrypted");
    }
    long number = ByteBuffer.wrap(message).getLong(NAME.length);
    if (Long.compareUnsigned(number, received) <= 0) {
      throw new ProtocolException("a repeated message of CURVE");
    }
    Arrays.fill(message, 0, NaCl.BOX_ZEROS, (byte) 0);
    byte[] content = NaCl.openPadded(message, NaCl.nonce(receives, number), key);
    received = number;
    return content;
  }
}
