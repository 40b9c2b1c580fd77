package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends a PING as soon as the handshake is complete. JeroMQ sends its first PING only after an
 * interval, behind the messages of that time. A connection that breaks earlier would have announced
 * no heartbeats, and a slow reader would not read it. Belongs to one thread.
 */
final class FirstHeartbeat {
  private static final int DECISECOND = 100;

  /** The header length of a short frame, in bytes. */
  private static final int HEADER = 2;

  private final PeerStream stream;
  private final ByteBuffer ping;

  /** The bytes that JeroMQ has yet to write of its greeting, then of its READY command. */
  private int left;

  private boolean inReady;
  private boolean isDue;
  private boolean isSent;

  /**
   * @param greetingLeft the bytes of a greeting that JeroMQ writes to the stream first
   * @param maxSilence the silence that the heartbeat announces
   */
  FirstHeartbeat(PeerStream stream, int greetingLeft, Duration maxSilence) {
    this.stream = stream;
    this.left = greetingLeft;
    byte[] name = "\4PING".getBytes(US_ASCII);
    ping = ByteBuffer.allocate(2 + name.length + Short.BYTES);
    ping.put((byte) 4).put((byte) (name.length + Short.BYTES)).put(name);
    ping.putShort((short) (maxSilence.toMillis() / DECISECOND)).flip();
  }

  /**
   * Writes the bytes of JeroMQ that come before the heartbeat.
   *
   * @return the number of bytes
   */
  int write(ByteBuffer source) throws IOException {
    if (isSent) {
      stream.write(ping);
      return ping.hasRemaining() ? 0 : stream.write(source);
    }
    if (left == 0 && !inReady) {
      inReady = true;
      left = HEADER + Byte.toUnsignedInt(source.get(source.position() + 1));
    }
    int limit = source.limit();
    source.limit(Math.min(limit, source.position() + left));
    int count = stream.write(source);
    source.limit(limit);
    left -= count;
    isDue = inReady && left == 0;
    return count;
  }

  /** Returns whether JeroMQ has written its READY, and no heartbeat has followed. */
  boolean isDue() {
    return isDue && !isSent;
  }

  /** Sends the heartbeat; called when it is due and the peer's READY has arrived. */
  void send() throws IOException {
    isSent = true;
    stream.write(ping);
  }

  boolean isDone() {
    return isSent && !ping.hasRemaining();
  }
}
