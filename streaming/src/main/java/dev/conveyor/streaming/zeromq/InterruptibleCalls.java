package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.function.Supplier;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.util.Errno;

/**
 * Calls JeroMQ, and turns its error for an interrupt into an {@link InterruptedException}. JeroMQ
 * clears the interrupt flag and keeps the error. Belongs to one thread.
 */
final class InterruptibleCalls {
  private final Address address;
  private final Runnable before;
  private boolean interrupted;

  /**
   * Creates the calls of the socket at this address.
   *
   * @param before runs before each call; its exceptions end the call
   */
  InterruptibleCalls(Address address, Runnable before) {
    this.address = address;
    this.before = before;
  }

  /** Returns whether the thread was interrupted since {@link #clearInterrupts}. */
  boolean interrupted() {
    return interrupted;
  }

  void recordInterrupt() {
    interrupted = true;
  }

  void clearInterrupts() {
    interrupted = false;
  }

  /** Runs only the action before each call. */
  void prepare() throws InterruptedException {
    attempt(() -> null);
  }

  <T> T attempt(Supplier<T> operation) throws InterruptedException {
    try {
      before.run();
      return operation.get();
    } catch (ZMQException e) {
      if (e.getErrorCode() == ZMQ.Error.EINTR.getCode()) {
        new Errno().set(0);
        interrupted = true;
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      if (e.getErrorCode() == ZMQ.Error.EHOSTUNREACH.getCode()) {
        throw new PeerGoneException(e);
      }
      throw new TransportException(
          "cannot use the socket at " + address + ": " + e.getMessage(), e);
    }
  }

  /** Repeats the operation, despite interrupts, until it returns a result. */
  <T> T finish(Supplier<T> operation) {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          T result = attempt(operation);
          if (result != null) {
            return result;
          }
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
