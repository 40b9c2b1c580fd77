package dev.conveyor.jobs.steps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Between one driver and a server, on a loopback address of its own. */
abstract class Proxy implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int target;
  private volatile Driver driver;

  /**
   * Listens.
   *
   * @param port 0 for any free one
   * @param target the port of the server, on loopback
   * @throws java.net.BindException if the port is taken
   */
  Proxy(InetAddress host, int port, int target) throws IOException {
    this.target = target;
    try {
      listening.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      close();
      throw e;
    }
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Whose calls come from now on. */
  void serve(Driver next) {
    driver = next;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Driver caller = driver;
        threads.execute(() -> carry(client, caller));
      } catch (IOException | RejectedExecutionException e) {
        // Closed, or the client is gone.
      }
    }
  }

  private void carry(Socket client, Driver caller) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (caller != null) {
        caller.own(client);
        carry(client, server, caller);
      }
    } catch (IOException e) {
      // One of the two has closed.
    }
  }

  /** Carries what they say until one of them closes; both are closed afterwards. */
  abstract void carry(Socket client, Socket server, Driver caller) throws IOException;

  /** For a second direction. */
  void alongside(Runnable other) {
    threads.execute(other);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
