package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one context. JeroMQ reports the end of a socket before it has closed the
 * socket's connections, and some of them stay until their peers have read everything. Thread-safe.
 */
final class OpenConnections {
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  void add(SocketChannel connection) {
    open.add(connection);
  }

  synchronized void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is closed already.
    }
    open.remove(connection);
    notifyAll();
  }

  /** Waits until all are closed; returns false after the timeout. */
  synchronized boolean await(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!open.isEmpty() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return open.isEmpty();
  }

  void closeAll() {
    open.forEach(this::close);
  }
}
