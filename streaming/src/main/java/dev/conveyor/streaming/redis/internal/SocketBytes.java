package dev.conveyor.streaming.redis.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that a connection has brought and no reader has used yet: 64 KiB at most. */
final class SocketBytes {
  private static final int MOST = 64 << 10;

  final byte[] bytes = new byte[MOST];

  /** Index of the first unused byte. */
  int at;

  /** Index after the last one. */
  int end;

  private final InputStream in;

  SocketBytes(InputStream in) {
    this.in = in;
  }

  boolean isEmpty() {
    return at == end;
  }

  /** Returns whether more is here, or can be read without waiting. */
  boolean hasMore() throws IOException {
    return at < end || in.available() > 0;
  }

  /** Reads more once all is used; returns false at the end of the stream. */
  boolean fill() throws IOException {
    // Empty also if the read times out: what was used must not come again.
    at = 0;
    end = 0;
    end = Math.max(0, in.read(bytes, 0, MOST));
    return end > 0;
  }

  /** Waits, as the socket's timeout says, until something is here. */
  void await() throws IOException {
    if (isEmpty() && !fill()) {
      throw new EOFException("the server closed the connection");
    }
  }

  void close() throws IOException {
    in.close();
  }
}
