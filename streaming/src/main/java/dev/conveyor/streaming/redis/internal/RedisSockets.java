package dev.conveyor.streaming.redis.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes the connections of one link, each read through a {@link ReplyGuard}. */
final class RedisSockets implements JedisSocketFactory {
  private final RedisServer server;
  private final ReplyLimits limits;
  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private GuardedSocket latest;

  RedisSockets(
      RedisServer server, ReplyLimits limits, Duration connectTimeout, Duration answerTimeout) {
    this.server = server;
    this.limits = limits;
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
  }

  /** The one that was made last. */
  GuardedSocket latest() {
    return latest;
  }

  @Override
  public Socket createSocket() {
    Socket socket = null;
    try {
      socket = connect();
      latest = new GuardedSocket(server.encrypted() ? Tls.over(socket, server) : socket, limits);
      return latest;
    } catch (IOException | RuntimeException | Error e) {
      close(socket);
      throw e instanceof RuntimeException failure
          ? failure
          : new JedisConnectionException("no connection", e);
    }
  }

  /** Tries each place that the host name stands for. */
  private Socket connect() throws IOException {
    IOException failure = null;
    for (InetAddress place : InetAddress.getAllByName(server.hostAndPort().getHost())) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(
            new InetSocketAddress(place, server.hostAndPort().getPort()),
            (int) connectTimeout.toMillis());
        socket.setSoTimeout((int) answerTimeout.toMillis());
        return socket;
      } catch (IOException e) {
        close(socket);
        failure = e;
      }
    }
    throw failure;
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It was of no use anyway.
    }
  }
}
