package dev.conveyor.streaming.zeromq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.UUID;
import java.util.stream.Stream;
import zmq.io.net.ipc.IpcAddress;

/** Places that nobody uses. */
final class FreePlace {
  /** From here on systems lend ports to outgoing connections. */
  private static final int FIRST_LENT_PORT = 32_768;

  private FreePlace() {}

  /** An address without its pattern; JeroMQ turns the path into a loopback port. */
  static String ipc() {
    return Stream.generate(() -> "/" + UUID.randomUUID())
        .filter(FreePlace::isFree)
        .map(path -> "zmq+ipc://" + path)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(String path) {
    int port = new IpcAddress(path).resolve(path, false, true).getPort();
    if (port >= FIRST_LENT_PORT) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
