package dev.conveyor.streaming.zeromq.net;

import java.time.Duration;

/** What the heartbeats of a peer tell about its silence. Belongs to one thread. */
final class PeerHeartbeats {
  private final Duration limit;
  private long count;
  private long latestAt;
  private boolean regular;
  private Duration announced = Duration.ZERO;

  /**
   * @param limit how long a peer may be silent that does not say so itself
   */
  PeerHeartbeats(Duration limit) {
    this.limit = limit;
  }

  /** Takes note of what has arrived, at a time by the system's nano clock. */
  void note(ZmtpGuard guard, long now) {
    if (guard.pings() == count) {
      return;
    }
    announced = guard.announced();
    // Where none is announced, what looks like heartbeats has to come as often as they do.
    regular = !announced.isZero() || (count > 0 && now - latestAt < limit.toNanos() / 2);
    count = guard.pings();
    latestAt = now;
  }

  /** Whether they come so regularly that their absence tells something. */
  boolean areRegular() {
    return regular;
  }

  /** The silence after which the peer counts as gone. */
  Duration maxSilence() {
    return announced.compareTo(limit) > 0 ? announced : limit;
  }
}
