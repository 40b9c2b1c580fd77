package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A handshake command of the other end, read from start to end. */
final class HandshakeCommand {
  private final String name;
  private final ByteBuffer body;
  private byte[] nonce;
  private long number;

  /**
   * Starts behind the name.
   *
   * @throws ProtocolException if the command has another name
   */
  HandshakeCommand(byte[] bytes, String name) throws ProtocolException {
    if (!isNamed(bytes, name)) {
      throw new ProtocolException("a handshake that is not that of CURVE");
    }
    this.name = name;
    this.body = ByteBuffer.wrap(bytes).position(1 + name.length());
  }

  static boolean isNamed(byte[] bytes, String name) {
    byte[] start = named(name);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static byte[] named(String name) {
    return ((char) name.length() + name).getBytes(US_ASCII);
  }

  /** Builds a command of this end. */
  static byte[] of(String name, byte[]... parts) {
    return join(named(name), join(parts));
  }

  static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static byte[] next(ByteBuffer source, int length) {
    byte[] bytes = new byte[length];
    source.get(bytes);
    return bytes;
  }

  void requireLength(int length) throws ProtocolException {
    if (body.limit() != length) {
      throw wrongLength();
    }
  }

  private ProtocolException wrongLength() {
    return new ProtocolException("a " + name + " of CURVE of another length");
  }

  int position() {
    return body.position();
  }

  void skip(int length) throws ProtocolException {
    next(length);
  }

  byte[] next(int length) throws ProtocolException {
    if (body.remaining() < length) {
      throw wrongLength();
    }
    return next(body, length);
  }

  byte[] rest() {
    return next(body, body.remaining());
  }

  /** Returns the box at the end of the command, behind the number in its nonce. */
  byte[] box(String prefix) throws ProtocolException {
    number = ByteBuffer.wrap(next(Long.BYTES)).getLong();
    nonce = NaCl.nonce(prefix, number);
    return rest();
  }

  /** Returns the nonce of the box. */
  byte[] nonce() {
    return nonce;
  }

  /** Returns the number in the nonce of the box. */
  long number() {
    return number;
  }
}
