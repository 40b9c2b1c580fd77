package dev.conveyor.streaming.zeromq;

import java.nio.file.Path;
import java.util.UUID;

/** Unused addresses. */
final class FreePlace {
  private FreePlace() {}

  /** An address without its pattern. */
  static String ipc() {
    return "zmq+ipc://"
        + Path.of(System.getProperty("java.io.tmpdir"), UUID.randomUUID().toString());
  }
}
