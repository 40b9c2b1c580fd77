package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.cluster.FreePort;

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
    String address = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?" + query;
    return new Source(new Feed(address + more, 1, promise), address);
  }
}
