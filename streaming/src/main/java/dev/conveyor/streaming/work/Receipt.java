package dev.conveyor.streaming.work;

import java.time.Duration;

/**
 * Tells when a handled message may be acknowledged at its source: when the next station is
 * responsible for the messages made of it. Belongs to the thread of its worker.
 */
public interface Receipt {

  /**
   * Waits until the message may be acknowledged; returns false after the timeout. The next station
   * may be without a reader meanwhile.
   *
   * @throws dev.conveyor.streaming.TransportException if the next station failed
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Waits until the message may be acknowledged.
   *
   * @throws dev.conveyor.streaming.TransportException if the next station failed, or it had no
   *     reader for longer than its address allows
   */
  void await() throws InterruptedException;

  /** Returns the receipt of a message that is not forwarded. */
  static Receipt none() {
    return NotForwarded.INSTANCE;
  }

  /** Always confirmed. */
  enum NotForwarded implements Receipt {
    INSTANCE;

    @Override
    public boolean await(Duration timeout) {
      return true;
    }

    @Override
    public void await() {
      // Nothing to wait for.
    }
  }
}
