package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import java.time.Duration;
import org.zeromq.ZMQ;

/**
 * The PING commands (ZeroMQ RFC 37) by which each end of a connection detects that the other is
 * gone. They announce the silence after which the other end may close the connection. A slow reader
 * keeps sending them, so that it is not taken for a dead one.
 *
 * @param maxSilence the silence that this end announces
 */
record Heartbeat(Duration maxSilence) {
  private static final String PARAMETER = "heartbeat";
  private static final Duration DEFAULT = Duration.ofSeconds(10);
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofMinutes(10);

  /**
   * The longest interval between heartbeats, in milliseconds. It is short, since a connection that
   * breaks before its first heartbeat has announced no maximum silence.
   */
  private static final int MAX_INTERVAL = 500;

  private static final int BEATS_A_SILENCE = 4;

  /**
   * Parses the heartbeat of an address.
   *
   * @throws dev.conveyor.streaming.AddressException if it is out of range
   */
  static Heartbeat of(Address address) {
    Duration silence = address.duration(PARAMETER, DEFAULT);
    if (silence.compareTo(MIN) < 0 || silence.compareTo(MAX) > 0) {
      throw address.refused("&heartbeat is out of range", "give a time from 1s to 10m");
    }
    return new Heartbeat(silence);
  }

  /** Configures a socket, before it binds or connects. */
  void apply(ZMQ.Socket socket) {
    int millis = (int) maxSilence.toMillis();
    socket.setHeartbeatIvl(Math.min(MAX_INTERVAL, millis / BEATS_A_SILENCE));
    socket.setHeartbeatTtl(millis);
    // JeroMQ's own timeout would also end the connection of a slow reader.
    socket.setHeartbeatTimeout(0);
  }
}
