package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import org.zeromq.ZContext;

/**
 * The ZeroMQ contexts of this JVM. Sockets of {@code inproc} find each other only within one
 * context, so they share one; every other socket has its own, so that closing waits for that one
 * alone. Safe for threads.
 */
final class Contexts {
  private static ZContext shared;
  private static int users;

  private Contexts() {}

  static synchronized ZContext open(Address address) {
    if (!address.scheme().equals("zmq+inproc")) {
      return new ZContext();
    }
    if (users++ == 0) {
      shared = new ZContext();
    }
    return shared;
  }

  /** Returns once what the context's sockets still had to send has left, or their time is up. */
  static void close(ZContext context) {
    if (isUnused(context)) {
      context.close();
    }
  }

  private static synchronized boolean isUnused(ZContext context) {
    return context != shared || --users == 0;
  }
}
