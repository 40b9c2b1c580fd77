package dev.conveyor.streaming.zeromq.net;

import java.time.Duration;

/** The heartbeats of a peer, and the silence that they allow. Belongs to one thread. */
final class PeerHeartbeats {
  private final Duration limit;
  private long count;
  private long latestAt;
  private boolean regular;
  private Duration announced = Duration.ZERO;

  /**
   * @param limit the silence allowed to a peer whose heartbeats announce none
   */
  PeerHeartbeats(Duration limit) {
    this.limit = limit;
  }

  /** Records the heartbeats that have arrived by this time of the system's nano clock. */
  void record(ZmtpGuard guard, long now) {
    if (guard.pings() == count) {
      return;
    }
    announced = guard.announced();
    // Heartbeats that announce no silence must arrive often enough.
    regular = !announced.isZero() || (count > 0 && now - latestAt < limit.toNanos() / 2);
    count = guard.pings();
    latestAt = now;
  }

  /** Returns whether heartbeats arrive regularly, so that their absence means a dead peer. */
  boolean areRegular() {
    return regular;
  }

  /** Returns the silence after which the peer counts as dead. */
  Duration maxSilence() {
    return announced.compareTo(limit) > 0 ? announced : limit;
  }
}
