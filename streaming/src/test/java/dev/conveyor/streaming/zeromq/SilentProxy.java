package dev.conveyor.streaming.zeromq;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between two ends that can stop to carry anything without an end being told. */
final class SilentProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final int target;

  /** Of the connections that are there now; a new flag for those that come later. */
  private volatile AtomicBoolean carries = new AtomicBoolean(true);

  SilentProxy(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections have been made. */
  int connections() {
    return connections.get();
  }

  /** Carries nothing more on the connections of now; later ones are carried. */
  void fallSilent() {
    carries.set(false);
    carries = new AtomicBoolean(true);
  }

  private static void start(Runnable runnable) {
    Thread thread = new Thread(runnable, "silent-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(near);
        sockets.add(far);
        connections.incrementAndGet();
        AtomicBoolean flag = carries;
        start(() -> carry(near, far, flag));
        start(() -> carry(far, near, flag));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void carry(Socket from, Socket to, AtomicBoolean carries) {
    byte[] buffer = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (carries.get()) {
          out.write(buffer, 0, count);
        }
      }
    } catch (IOException e) {
      // Ended by one of them.
    }
    if (carries.get()) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(SilentProxy::close);
  }
}
