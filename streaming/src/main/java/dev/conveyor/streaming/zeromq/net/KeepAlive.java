package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Lets the operating system end idle TCP connections whose other machine does not answer. It finds
 * dead machines and cut networks, not processes that are frozen.
 */
final class KeepAlive {
  /** The number of probes without an answer after which a connection is over. */
  private static final int PROBES = 3;

  private KeepAlive() {}

  /**
   * Configures a connection, as far as the system supports it.
   *
   * @param maxSilence the silence after which an idle connection ends, at least 3 seconds
   */
  static void set(SocketChannel connection, Duration maxSilence) {
    int half = (int) Math.max(1, maxSilence.toSeconds() / 2);
    try {
      set(connection, StandardSocketOptions.SO_KEEPALIVE, true);
      set(connection, ExtendedSocketOptions.TCP_KEEPIDLE, half);
      set(connection, ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, half / PROBES));
      set(connection, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    } catch (IOException e) {
      // The connection is closed already.
    }
  }

  private static <T> void set(SocketChannel connection, SocketOption<T> option, T value)
      throws IOException {
    if (connection.supportedOptions().contains(option)) {
      connection.setOption(option, value);
    }
  }
}
