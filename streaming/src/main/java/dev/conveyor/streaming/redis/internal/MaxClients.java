package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * Tells whether a Redis hangs up since it has as many clients as it takes. Such a server says so
 * before it is asked, and Jedis drops that together with the answers to its own greeting.
 */
final class MaxClients {
  private static final int TIMEOUT_MILLIS = 500;
  private static final int MOST_BYTES = 100;

  private MaxClients() {}

  /** Returns the server's message, if it is that. Nothing is sent to the server; TLS hides it. */
  static Optional<String> said(RedisServer server) {
    if (server.encrypted()) {
      return Optional.empty();
    }
    InetSocketAddress place =
        new InetSocketAddress(server.hostAndPort().getHost(), server.hostAndPort().getPort());
    try (Socket socket = new Socket()) {
      socket.connect(place, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String said = new String(socket.getInputStream().readNBytes(MOST_BYTES), US_ASCII);
      return said.startsWith("-ERR max number of clients")
          ? Optional.of(said.substring(1).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
