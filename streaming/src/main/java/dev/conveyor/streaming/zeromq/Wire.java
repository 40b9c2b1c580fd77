package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.util.Errno;

/**
 * One ZeroMQ socket, whose every wait ends with an {@link InterruptedException} when its thread is
 * interrupted; a message that is half through is finished first. Belongs to one thread.
 */
final class Wire implements AutoCloseable {
  /** How long ZeroMQ waits at a stretch, in milliseconds. */
  private static final int STRETCH = 1_000;

  /**
   * In milliseconds. JeroMQ 0.6.0 forgets a few in a hundred of the channels that it connects; this
   * gives them up, and it connects anew. A reader must be reading meanwhile to subscribe again.
   */
  private static final int HANDSHAKE = 1_000;

  private final Address address;
  private final ZContext context = new ZContext();
  private final ZMQ.Socket socket;
  private final Connections connections;
  private boolean interrupted;
  private boolean open = true;

  private Wire(Address address, SocketType type) {
    this.address = address;
    this.socket = context.createSocket(type);
    this.connections = Connections.of(socket);
    socket.setSendTimeOut(STRETCH);
    socket.setTCPKeepAlive(1);
    socket.setHandshakeIvl(HANDSHAKE);
  }

  static Wire open(Address address, SocketType type) {
    return new Wire(address, type);
  }

  /** To be set up before it joins an endpoint. */
  ZMQ.Socket socket() {
    return socket;
  }

  boolean isConnected() {
    return connections.any();
  }

  /** Waits for slow readers only where the socket's options say so. */
  void send(byte[] topic, byte[] body) throws InterruptedException {
    while (!attempt(() -> socket.send(topic, ZMQ.SNDMORE))) {
      // A reader is slow: go on waiting.
    }
    interrupted = false;
    finish(() -> socket.send(body, 0) ? body : null);
  }

  /** The first frame of the next message; null if none came within so many nanoseconds. */
  byte[] receive(long patience) throws InterruptedException {
    long end = System.nanoTime() + patience;
    long left = patience;
    byte[] frame;
    do {
      long millis = left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
      socket.setReceiveTimeOut((int) Math.min(STRETCH, millis));
      frame = attempt(socket::recv);
      left = end - System.nanoTime();
    } while (frame == null && left > 0);
    return frame;
  }

  /** The first frame of a message that is here already; null if none is. */
  byte[] poll() {
    try {
      return attempt(() -> socket.recv(ZMQ.DONTWAIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  boolean hasMoreFrames() {
    return socket.hasReceiveMore();
  }

  /** The next frame of the message in hand. ZeroMQ hands over whole messages only. */
  byte[] nextFrame() {
    return finish(socket::recv);
  }

  /** JeroMQ reports an interrupt as an error, clears the thread's flag and keeps the error. */
  private <T> T attempt(Supplier<T> operation) throws InterruptedException {
    try {
      return operation.get();
    } catch (ZMQException e) {
      if (e.getErrorCode() == ZMQ.Error.EINTR.getCode()) {
        new Errno().set(0);
        interrupted = true;
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw new TransportException("cannot go on at " + address + ": " + e.getMessage(), e);
    }
  }

  private <T> T finish(Supplier<T> operation) {
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

  /**
   * Waits until what was sent has left, for as long as the socket lingers and somebody is
   * connected; not if the thread is interrupted, or was when it last sent. JeroMQ gives up what a
   * broken connection leaves behind only when the linger time is over, and ending its context must
   * not be interrupted: both are left to another thread.
   */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    if (interrupted || Thread.currentThread().isInterrupted()) {
      socket.setLinger(0);
    }
    socket.close();
    Thread ending = new Thread(context::close, "zmq-close");
    ending.setDaemon(true);
    try {
      connections.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.start();
    }
  }
}
