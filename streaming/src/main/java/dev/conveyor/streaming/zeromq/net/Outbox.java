package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A buffer of bytes to write to a connection. Belongs to one thread. */
final class Outbox {
  private static final int SIZE = 1 << 10;
  private static final int FULL = 1 << 14;

  private final WritableByteChannel channel;
  private ByteBuffer bytes = ByteBuffer.allocate(SIZE);

  Outbox(WritableByteChannel channel) {
    this.channel = channel;
  }

  void add(ByteBuffer more) {
    if (bytes.remaining() < more.remaining()) {
      int needed = Math.addExact(bytes.position(), more.remaining());
      bytes = ByteBuffer.allocate(Math.max(needed, 2 * bytes.position())).put(bytes.flip());
    }
    bytes.put(more);
  }

  boolean isEmpty() {
    return bytes.position() == 0;
  }

  /** Returns whether the buffer should be flushed before more is added. */
  boolean isFull() {
    return bytes.position() >= FULL;
  }

  /** Writes as many bytes as the connection accepts. */
  void flush() throws IOException {
    bytes.flip();
    if (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    if (!bytes.hasRemaining() && bytes.capacity() > 2 * FULL) {
      bytes = ByteBuffer.allocate(SIZE);
    } else {
      bytes.compact();
    }
  }
}
