package dev.conveyor.streaming;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A free loopback port, for ends that must agree on one before either is there. */
public final class FreePort {
  /** From here on systems lend ports to outgoing connections, which may come in between. */
  private static final int FIRST_LENT = 32_768;

  private static final int FIRST = 10_000;

  private FreePort() {}

  public static int any() {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_LENT);
    } while (!isFree(port));
    return port;
  }

  /** Returns whether a port is free, and is not an ephemeral one. */
  public static boolean isFree(int port) {
    if (port >= FIRST_LENT) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
