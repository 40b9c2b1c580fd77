package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection that this end has closed: its output is shut down, its input is read and dropped
 * until the peer closes it, too. Closing it immediately would lose data that the peer has not yet
 * read: when a heartbeat arrives at a closed socket, TCP resets the connection and drops the rest.
 * Belongs to the selector's thread.
 */
final class ClosingConnection {
  private final SocketChannel connection;
  private final Duration maxSilence;
  private final ByteBuffer dropped = ByteBuffer.allocate(1_024);
  private long heardAt = System.nanoTime();

  ClosingConnection(SocketChannel connection, Duration maxSilence) {
    this.connection = connection;
    this.maxSilence = maxSilence;
  }

  SocketChannel connection() {
    return connection;
  }

  /** Drops the bytes that have arrived; returns whether the peer may send more. */
  boolean advance() {
    try {
      dropped.clear();
      int count = connection.read(dropped);
      heardAt = count > 0 ? System.nanoTime() : heardAt;
      return count >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isSilent() {
    return System.nanoTime() - heardAt >= maxSilence.toNanos();
  }
}
