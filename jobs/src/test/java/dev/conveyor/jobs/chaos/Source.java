package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * One of the addresses that a command reads.
 *
 * @param feed where the kit writes
 * @param from what the command is given
 */
record Source(Feed feed, String from) {
  private static final int WRITERS = 2;

  /** A list or stream on the Redis of a round. */
  static Source redis(Site site, String query, Promise promise) {
    String address = redis(site, query);
    return new Source(new Feed(address, WRITERS, promise), address);
  }

  /** An address on the Redis of a round. */
  static String redis(Site site, String query) {
    return "redis://127.0.0.1:" + site.redis().port() + "?" + query;
  }

  /**
   * A queue or topic that the kit feeds over ZeroMQ.
   *
   * @param more parameters of the feeder's address
   */
  static Source zeromq(String query, String more, Promise promise) {
    String address = "zmq+tcp://127.0.0.1:" + freePort() + "?" + query;
    return new Source(new Feed(address + more, 1, promise), address);
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
