package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The messages of one connection after its handshake. Belongs to one thread. */
public final class CurveSession {
  /** In front of a content in its array: zeros that NaCl wants, and its flags. */
  public static final int ROOM = NaCl.ZEROS + 1;

  /** The flag of a frame that others of its message follow. */
  public static final int MORE = 1;

  /** The flag of a command of ZMTP. */
  public static final int COMMAND = 2;

  private static final byte[] NAME = "\7MESSAGE".getBytes(US_ASCII);

  /** How much longer than its content a message is, in bytes. */
  public static final int OVERHEAD = NAME.length + Long.BYTES + NaCl.TAG + 1;

  private static final String FROM_CLIENT = "CurveZMQMESSAGEC";
  private static final String FROM_SERVER = "CurveZMQMESSAGES";

  private final byte[] key;
  private final String sends;
  private final String receives;
  private long sent;
  private long received;

  /**
   * @param key what both ends share
   * @param isServer which of them this is
   * @param sent the number in the latest nonce of this end
   * @param received that of the other end
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
   * @param message is changed
   * @return the frame behind {@link #ROOM} bytes, the last of which are its flags
   * @throws ProtocolException if it is none, is not from the other end, or came before
   */
  public byte[] open(byte[] message) throws ProtocolException {
    if (message.length < OVERHEAD
        || !Arrays.equals(message, 0, NAME.length, NAME, 0, NAME.length)) {
      throw new ProtocolException("a frame that CURVE has not encrypted");
    }
    long number = ByteBuffer.wrap(message).getLong(NAME.length);
    if (Long.compareUnsigned(number, received) <= 0) {
      throw new ProtocolException("a message of CURVE that came before");
    }
    Arrays.fill(message, 0, NaCl.BOX_ZEROS, (byte) 0);
    byte[] content = NaCl.openPadded(message, NaCl.nonce(receives, number), key);
    received = number;
    return content;
  }
}
