package dev.conveyor.jobs.steps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Between one driver and Redis: each request is a step. */
final class RedisProxy implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final RedisCalls calls;
  private final int redis;
  private volatile Driver driver;

  /**
   * @param redis the port of the real one, on loopback
   */
  RedisProxy(InetAddress host, int port, int redis, RedisCalls calls) throws IOException {
    this.redis = redis;
    this.calls = calls;
    listening.bind(new InetSocketAddress(host, port));
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
        threads.execute(() -> serve(client, caller));
      } catch (IOException e) {
        // Closed, or the client is gone.
      }
    }
  }

  private void serve(Socket client, Driver caller) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), redis)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (caller == null) {
        return;
      }
      caller.own(client);
      Resp requests = new Resp(new BufferedInputStream(client.getInputStream()));
      Resp replies = new Resp(new BufferedInputStream(server.getInputStream()));
      OutputStream toClient = client.getOutputStream();
      for (Resp.Value request = requests.read(); request != null; request = requests.read()) {
        Verdict verdict = judge(request, caller);
        if (verdict == Verdict.FAIL) {
          return;
        }
        server.getOutputStream().write(request.bytes());
        Resp.Value reply = replies.read();
        if (reply == null || verdict == Verdict.LOSE) {
          return;
        }
        toClient.write(reply.bytes());
      }
    } catch (IOException e) {
      // One of the two has closed.
    }
  }

  private Verdict judge(Resp.Value request, Driver caller) {
    String name = calls.name(request.words());
    if (name.isEmpty()) {
      return caller.isDead() ? Verdict.FAIL : Verdict.GO;
    }
    boolean isRenewal = RedisCalls.isRenewal(name);
    return caller.pass(isRenewal ? name + " (renewal)" : name, isRenewal);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
