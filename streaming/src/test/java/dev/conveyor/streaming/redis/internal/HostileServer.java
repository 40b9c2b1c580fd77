package dev.conveyor.streaming.redis.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers whatever it is asked with the same bytes, once or without end. */
final class HostileServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] answer;
  private final Repetition repetition;
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;

  enum Repetition {
    ONCE,
    ENDLESS
  }

  HostileServer(byte[] answer, Repetition repetition) throws IOException {
    this.answer = answer;
    this.repetition = repetition;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.thread = new Thread(this::serve, "hostile-server");
    thread.start();
  }

  String address(String rest) {
    return "redis://127.0.0.1:" + server.getLocalPort() + rest;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        answer(socket);
      } catch (IOException e) {
        // The client has had enough, or the test is over.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    if (answer.length == 0 || in.read(new byte[1_000]) < 0) {
      return;
    }
    do {
      out.write(answer);
    } while (repetition == Repetition.ENDLESS);
  }

  @Override
  public void close() throws InterruptedException, IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    thread.join();
  }
}
