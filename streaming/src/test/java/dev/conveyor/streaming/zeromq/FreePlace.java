package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.FreePort;
import java.util.UUID;
import java.util.stream.Stream;
import zmq.io.net.ipc.IpcAddress;

/** Places that nobody uses. */
final class FreePlace {
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
    return FreePort.isFree(new IpcAddress(path).resolve(path, false, true).getPort());
  }
}
