package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * Answers the first range that a connection asks for with given bytes, and then ends it; everything
 * before with {@code OK}. Each connection gets the next answer, and the last one for ever.
 */
final class RangeServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> answers;
  private final Thread thread = new Thread(this::serve, "range-server");
  private volatile Socket latest;

  RangeServer(List<String> answers) throws IOException {
    this.answers = answers;
    thread.start();
  }

  String address(String rest) {
    return "redis://127.0.0.1:" + server.getLocalPort() + rest;
  }

  private void serve() {
    for (int served = 0; !server.isClosed(); served++) {
      try (Socket socket = server.accept()) {
        latest = socket;
        answer(socket, answers.get(Math.min(served, answers.size() - 1)));
      } catch (IOException e) {
        // The client has had enough, or the test is over.
      }
    }
  }

  private static void answer(Socket socket, String range) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int strings = Integer.parseInt(line.substring(1));
      String command = "";
      for (int i = 0; i < strings; i++) {
        in.readLine();
        String string = in.readLine();
        command = i == 0 ? string : command;
      }
      boolean isRange = command.endsWith("RANGE");
      socket.getOutputStream().write((isRange ? range : "+OK\r\n").getBytes(ISO_8859_1));
      if (isRange) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
    if (latest != null) {
      latest.close();
    }
    thread.join();
  }
}
