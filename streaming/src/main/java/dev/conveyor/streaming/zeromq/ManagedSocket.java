package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;

/**
 * A ZeroMQ socket whose waits end with an {@link InterruptedException} when the thread is
 * interrupted, and with a {@link TransportException} when the other end refuses this one. A partly
 * transferred message is completed first. Belongs to one thread.
 */
final class ManagedSocket implements AutoCloseable {
  private static final byte[] EMPTY_FRAME = {};

  private final SocketLifecycle lifecycle;
  private final InterruptibleCalls calls;

  /**
   * True after a connection ended between two frames of a message, which JeroMQ asserts against.
   * JeroMQ then drops the rest of that message: one more frame makes the next message whole.
   */
  private boolean torn;

  /** Creates a socket; its options are set before {@link #join}. */
  ManagedSocket(Address address, SocketType type, SocketRole end, Curve curve) {
    this.lifecycle = new SocketLifecycle(address, type, end, curve);
    this.calls = new InterruptibleCalls(address, lifecycle::check);
  }

  /** Limits the size of messages, in bytes; a larger one ends its connection. */
  void limit(long maxMessage) {
    lifecycle.limit(maxMessage);
  }

  /** Limits the bytes of one connection in total; more end the connection. */
  void limitTotal(long bytes) {
    lifecycle.limitTotal(bytes);
  }

  /**
   * Binds or connects; closes the socket on failure.
   *
   * @return the address in use, with the chosen port
   */
  Address join() throws InterruptedException {
    try {
      return lifecycle.join();
    } catch (InterruptedException | RuntimeException | Error e) {
      lifecycle.discard();
      close();
      throw e;
    }
  }

  ZMQ.Socket socket() {
    return lifecycle.socket();
  }

  boolean isConnected() {
    return lifecycle.hasPeer();
  }

  /** Waits until a peer is ready to receive; returns false after the timeout. */
  boolean awaitPeer(long millis) throws InterruptedException {
    try {
      calls.prepare();
      return lifecycle.awaitPeer(millis);
    } catch (InterruptedException e) {
      calls.recordInterrupt();
      throw e;
    }
  }

  /** Sends a message; waits for slow readers if the socket's options say so. */
  void send(byte[]... frames) throws InterruptedException {
    while (!calls.attempt(() -> socket().send(frames[0], more(frames, 0)))) {
      // A reader is slow: wait.
    }
    calls.clearInterrupts();
    sendRest(frames);
  }

  /** Sends a message; returns false if there is no room, or the connection ends meanwhile. */
  boolean offer(byte[]... frames) throws InterruptedException {
    try {
      if (torn) {
        torn = !calls.attempt(() -> socket().send(EMPTY_FRAME, ZMQ.DONTWAIT));
      }
      if (torn || !calls.attempt(() -> socket().send(frames[0], more(frames, 0) | ZMQ.DONTWAIT))) {
        return false;
      }
      sendRest(frames);
      return true;
    } catch (AssertionError e) {
      torn = true;
      return false;
    }
  }

  private void sendRest(byte[]... frames) {
    for (int i = 1; i < frames.length; i++) {
      int frame = i;
      calls.finish(() -> socket().send(frames[frame], more(frames, frame)) ? frames[frame] : null);
    }
  }

  private static int more(byte[][] frames, int frame) {
    return frame + 1 < frames.length ? ZMQ.SNDMORE : 0;
  }

  /** Returns the first frame of the next message; null after the timeout in nanoseconds. */
  byte[] receive(long timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout;
    long left = timeout;
    byte[] frame;
    do {
      long millis = left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
      socket().setReceiveTimeOut((int) Math.min(lifecycle.maxWait(), millis));
      frame = calls.attempt(socket()::recv);
      left = end - System.nanoTime();
    } while (frame == null && left > 0);
    return frame;
  }

  /** Returns the first frame of a message that has arrived; null if there is none. */
  byte[] poll() {
    try {
      return calls.attempt(() -> socket().recv(ZMQ.DONTWAIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * Returns the next frame if it has arrived, else null. Checks neither the peers nor interrupts:
   * callers use {@link #receive} now and then.
   */
  Msg pollFrame() {
    return socket().base().recv(ZMQ.DONTWAIT);
  }

  /**
   * Sends a message of one frame if a peer is ready and has room. Checks nothing else: callers use
   * {@link #send} if it returns false, and {@link #awaitPeer} now and then.
   */
  boolean sendQuickly(byte[] frame) {
    boolean sent = lifecycle.isPeerReady() && socket().base().send(new Msg(frame), ZMQ.DONTWAIT);
    if (sent) {
      calls.clearInterrupts();
    }
    return sent;
  }

  /**
   * Waits until one of the sockets has a message to receive.
   *
   * @param millis the timeout
   * @throws InterruptedException if the thread was interrupted
   */
  static void awaitMessage(long millis, ManagedSocket... sockets) throws InterruptedException {
    ZMQ.Socket[] all = Stream.of(sockets).map(ManagedSocket::socket).toArray(ZMQ.Socket[]::new);
    if (!sockets[0].lifecycle.awaitMessage(millis, all) || Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  boolean hasMoreFrames() {
    return socket().hasReceiveMore();
  }

  /** Returns the next frame of the current message. ZeroMQ delivers whole messages only. */
  byte[] nextFrame() {
    return calls.finish(socket()::recv);
  }

  /** Drops the remaining frames of the current message; returns their number. */
  int skipFrames() {
    int frames = 0;
    for (; hasMoreFrames(); frames++) {
      nextFrame();
    }
    return frames;
  }

  /**
   * Waits until all messages are sent, for as long as the socket lingers and a peer is connected.
   * Does not wait if the thread is interrupted, or was during the latest send.
   *
   * @throws TransportException if the other end closed the connection meanwhile
   */
  @Override
  public void close() {
    if (calls.interrupted() || Thread.currentThread().isInterrupted()) {
      lifecycle.discard();
    }
    lifecycle.close();
  }
}
