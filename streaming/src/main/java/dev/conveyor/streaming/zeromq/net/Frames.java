package dev.conveyor.streaming.zeromq.net;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Takes frames of ZMTP from a stream of bytes, one after the other. Belongs to one thread. */
final class Frames {
  /** Learns the length of each frame before its memory is taken. */
  interface LengthCheck {
    /**
     * Checks the length of a frame, in bytes.
     *
     * @throws ProtocolException if it may not be so long
     */
    void accept(long length) throws ProtocolException;
  }

  static final int MORE = 1;

  /** The flag of a frame whose length takes eight bytes. */
  static final int LARGE = 2;

  static final int COMMAND = 4;

  private static final int MAX_SHORT = 255;

  private final int room;
  private final LengthCheck check;
  private int flags;
  private long length;

  /** How many bytes of the header are there; all once there is a body. */
  private int header;

  private byte[] body;
  private int filled;

  /**
   * @param room how many bytes to leave free in front of each body
   */
  Frames(int room, LengthCheck check) {
    this.room = room;
    this.check = check;
  }

  /**
   * Takes bytes up to the end of a frame.
   *
   * @return whether it is there
   * @throws ProtocolException if what comes is no frame
   */
  boolean take(ByteBuffer source) throws ProtocolException {
    while (source.hasRemaining() && body == null) {
      takeHeader(source.get());
    }
    if (body == null) {
      return false;
    }
    int count = Math.min(source.remaining(), body.length - filled);
    source.get(body, filled, count);
    filled += count;
    return filled == body.length;
  }

  private void takeHeader(byte next) throws ProtocolException {
    if (header == 0) {
      flags = next;
      length = 0;
      if ((flags & ~(MORE | LARGE | COMMAND)) != 0) {
        throw new ProtocolException("flags that ZMTP does not have");
      }
    } else {
      length = length << Byte.SIZE | Byte.toUnsignedInt(next);
    }
    if (header++ == ((flags & LARGE) == 0 ? 1 : Long.BYTES)) {
      if (length < 0) {
        throw new ProtocolException("a negative length");
      }
      check.accept(length);
      body = new byte[Math.toIntExact(room + length)];
      filled = room;
    }
  }

  int flags() {
    return flags;
  }

  /** The body of the frame that is there, behind its room; the next frame may begin. */
  byte[] body() {
    byte[] complete = body;
    body = null;
    header = 0;
    return complete;
  }

  static ByteBuffer header(int flags, int length) {
    ByteBuffer header = ByteBuffer.allocate(headerLength(length));
    putHeader(header, flags, length);
    return header.flip();
  }

  /** A frame whose body lies in an array behind room enough for its header. */
  static ByteBuffer inPlace(int flags, byte[] array, int from) {
    int length = array.length - from;
    int start = from - headerLength(length);
    ByteBuffer frame = ByteBuffer.wrap(array, start, array.length - start).slice();
    putHeader(frame, flags, length);
    return frame.rewind();
  }

  private static int headerLength(int length) {
    return length > MAX_SHORT ? 1 + Long.BYTES : 2;
  }

  private static void putHeader(ByteBuffer frame, int flags, int length) {
    if (length > MAX_SHORT) {
      frame.put((byte) (flags | LARGE)).putLong(length);
    } else {
      frame.put((byte) flags).put((byte) length);
    }
  }
}
