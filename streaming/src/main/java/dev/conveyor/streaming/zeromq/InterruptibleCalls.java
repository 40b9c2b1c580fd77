package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.function.Supplier;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.util.Errno;

/**
 * Calls JeroMQ, which reports an interrupt as an error, clears the thread's flag and keeps the
 * error. Belongs to one thread.
 */
final class InterruptibleCalls {
  private final Address address;
  private final Runnable before;
  private boolean interrupted;

  /**
   * Of the socket at this address.
   *
   * @param before run before each call; what it throws is thrown instead
   */
  InterruptibleCalls(Address address, Runnable before) {
    this.address = address;
    this.before = before;
  }

  /** Whether the thread was interrupted since somebody last asked to forget it. */
  boolean interrupted() {
    return interrupted;
  }

  void wasInterrupted() {
    interrupted = true;
  }

  void forgetInterrupts() {
    interrupted = false;
  }

  /** Does only what is to be done before each call. */
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
      throw new TransportException("cannot go on at " + address + ": " + e.getMessage(), e);
    }
  }

  /** Goes on through interrupts until the operation gives a result. */
  <T> T finish(Supplier<T> operation) {
    boolean later = false;
    try {
      while (true) {
        try {
          T result = attempt(operation);
          if (result != null) {
            return result;
          }
        } catch (InterruptedException e) {
          later = true;
        }
      }
    } finally {
      if (later) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
