package dev.conveyor.streaming.zeromq.net;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Parses ZMTP frames from a stream of bytes, one at a time. Belongs to one thread. */
final class Frames {
  /** Checks the length of each frame before memory is allocated for it. */
  interface LengthCheck {
    /**
     * Checks a length.
     *
     * @param length in bytes
     * @throws ProtocolException if the frame is too long
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

  /** The number of header bytes parsed so far. */
  private int header;

  private byte[] body;
  private int filled;

  /**
   * Starts between two frames.
   *
   * @param room bytes to leave free in front of each body
   */
  Frames(int room, LengthCheck check) {
    this.room = room;
    this.check = check;
  }

  /**
   * Parses bytes up to the end of a frame.
   *
   * @return whether the frame is complete
   * @throws ProtocolException if the header is invalid
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

  /** Returns the flags of the latest frame. */
  int flags() {
    return flags;
  }

  /** Returns the body of the complete frame, behind its room, and starts the next frame. */
  byte[] body() {
    byte[] complete = body;
    body = null;
    header = 0;
    return complete;
  }

  /** Builds the header of a frame. */
  static ByteBuffer header(int flags, int length) {
    ByteBuffer header = ByteBuffer.allocate(headerLength(length));
    putHeader(header, flags, length);
    return header.flip();
  }

  /** Builds a frame whose body lies in an array, with room for the header in front of it. */
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
