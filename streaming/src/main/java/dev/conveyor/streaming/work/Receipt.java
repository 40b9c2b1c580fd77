package dev.conveyor.streaming.work;

import java.time.Duration;

/**
 * Tells when a handled message may be acknowledged at its source: once the next station is
 * responsible for what the handler made of it. Belongs to the thread of its worker.
 */
public interface Receipt {

  /**
   * Waits at most this long, and returns whether the message may be acknowledged. A reader of the
   * next station may come as late as it likes.
   *
   * @throws dev.conveyor.streaming.TransportException if the next station failed
   */
  boolean await(Duration patience) throws InterruptedException;

  /**
   * Waits until the message may be acknowledged.
   *
   * @throws dev.conveyor.streaming.TransportException if the next station failed, or no reader of
   *     it was there for as long as its address says
   */
  void await() throws InterruptedException;

  /** A receipt for a message that is not forwarded. */
  static Receipt none() {
    return NotForwarded.INSTANCE;
  }

  /** Always there. */
  enum NotForwarded implements Receipt {
    INSTANCE;

    @Override
    public boolean await(Duration patience) {
      return true;
    }

    @Override
    public void await() {
      // Nothing is to come.
    }
  }
}
