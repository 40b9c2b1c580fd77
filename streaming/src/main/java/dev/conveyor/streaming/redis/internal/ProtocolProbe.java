package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Looks whether a server that does not answer as the address says would answer otherwise: plain
 * Redis is silent while it waits for the end of what it takes for a line, and a TLS one hangs up.
 * Says nothing secret to it.
 */
final class ProtocolProbe {
  private static final int TIMEOUT_MILLIS = 2_000;

  private ProtocolProbe() {}

  /** Returns the advice; empty if the server does not answer with another protocol either. */
  static Optional<NonRetryableError> at(RedisServer server) {
    InetSocketAddress place =
        new InetSocketAddress(server.hostAndPort().getHost(), server.hostAndPort().getPort());
    try (Socket socket = new Socket()) {
      socket.connect(place, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      if (server.encrypted()) {
        return isPlain(socket)
            ? Optional.of(
                new NonRetryableError(
                    "it does not answer in TLS", "write redis:// for a plain one"))
            : Optional.empty();
      }
      return isEncrypted(socket, server)
          ? Optional.of(
              new NonRetryableError("it answers in TLS", "write rediss:// instead of redis://"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(Socket socket) throws IOException {
    socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
    int first = socket.getInputStream().read();
    return first == '+' || first == '-';
  }

  /** Only a server that speaks TLS shows a certificate, be it good or bad, or sends an alert. */
  private static boolean isEncrypted(Socket plain, RedisServer server) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket socket =
        (SSLSocket)
            factory.createSocket(
                plain, server.hostAndPort().getHost(), server.hostAndPort().getPort(), true)) {
      socket.startHandshake();
      return true;
    } catch (SSLException e) {
      return Outage.causes(e).anyMatch(GeneralSecurityException.class::isInstance)
          || String.valueOf(e.getMessage()).contains("fatal alert");
    }
  }
}
