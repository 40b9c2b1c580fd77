package dev.conveyor.streaming.zeromq.net;

import java.util.concurrent.TimeUnit;

/**
 * Lets connections in to JeroMQ only while no message is being sent. JeroMQ 0.6.0 sends messages of
 * a queue to connections whose keys are still being checked; a sender that closes the turnstile and
 * finds all connections ready knows where its message goes. Safe for threads: a sender's and the
 * I/O thread.
 */
public final class Turnstile {
  /** How long a sender waits for those who wait to come in, in milliseconds. */
  private static final long COURTESY = 50;

  private boolean closed;
  private boolean passing;

  /** Tells the I/O thread that it has opened; null if no connection waits. */
  private Runnable waiting;

  /**
   * Closes it. A connection on its way through is through when this returns; those that waited
   * while it was last closed go first.
   */
  public synchronized void close() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COURTESY);
    while (passing || (waiting != null && end - System.nanoTime() > 0)) {
      wait(COURTESY);
    }
    waiting = null;
    closed = true;
  }

  /** Opens it. */
  public void open() {
    Runnable wake;
    synchronized (this) {
      closed = false;
      wake = waiting;
    }
    if (wake != null) {
      wake.run();
    }
  }

  /** Whether a connection may come in now; if not, {@code wake} is called when it may. */
  synchronized boolean isOpen(Runnable wake) {
    if (closed) {
      waiting = wake;
    }
    return !closed;
  }

  /** Begins to let a connection in, if it is open. */
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    passing = true;
    waiting = null;
    return true;
  }

  /** The connection that was let in is known to the socket. */
  synchronized void passed() {
    if (passing) {
      passing = false;
      notifyAll();
    }
  }
}
