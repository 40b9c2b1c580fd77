package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * One ZeroMQ socket, whose every wait ends with an {@link InterruptedException} when its thread is
 * interrupted, and with a {@link TransportException} when the other end refuses it; a message that
 * is half through is finished first. Belongs to one thread.
 */
final class ManagedSocket implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final SocketLifecycle place;
  private final InterruptibleCalls calls;

  /**
   * Whether a connection ended between two frames of a message. JeroMQ asserts that none does. Once
   * it has noticed, it drops what is left of that message: one frame more, so that the next message
   * is whole.
   */
  private boolean torn;

  /** To be set up before it joins its place. */
  ManagedSocket(Address address, SocketType type, SocketRole end, Curve curve) {
    this.place = new SocketLifecycle(address, type, end, curve);
    this.calls = new InterruptibleCalls(address, place::tend);
  }

  /** Ends the connections of peers that send larger messages, or of more frames than any has. */
  void limit(long maxMessage) {
    place.limit(maxMessage);
  }

  /** Ends the connections of peers that send more than this in all. */
  void limitTotal(long bytes) {
    place.limitTotal(bytes);
  }

  /**
   * Binds or connects; closes if it cannot.
   *
   * @return the address in use, with the port that was chosen
   */
  Address join() throws InterruptedException {
    try {
      return place.join();
    } catch (InterruptedException | RuntimeException | Error e) {
      place.discard();
      close();
      throw e;
    }
  }

  ZMQ.Socket socket() {
    return place.socket();
  }

  boolean isConnected() {
    return place.hasPeer();
  }

  /** Waits, at most so many milliseconds, until a peer is there to send to. */
  boolean awaitPeer(long millis) throws InterruptedException {
    try {
      calls.prepare();
      return place.awaitPeer(millis);
    } catch (InterruptedException e) {
      calls.wasInterrupted();
      throw e;
    }
  }

  /** Waits for slow readers only where the socket's options say so. */
  void send(byte[]... frames) throws InterruptedException {
    while (!calls.attempt(() -> socket().send(frames[0], more(frames, 0)))) {
      // A reader is slow: go on waiting.
    }
    calls.forgetInterrupts();
    sendRest(frames);
  }

  /** Sends if there is room and the connection does not end meanwhile; else returns false. */
  boolean offer(byte[]... frames) throws InterruptedException {
    try {
      if (torn) {
        torn = !calls.attempt(() -> socket().send(NOTHING, ZMQ.DONTWAIT));
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

  /** The first frame of the next message; null if none came within so many nanoseconds. */
  byte[] receive(long patience) throws InterruptedException {
    long end = System.nanoTime() + patience;
    long left = patience;
    byte[] frame;
    do {
      long millis = left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
      socket().setReceiveTimeOut((int) Math.min(place.stretch(), millis));
      frame = calls.attempt(socket()::recv);
      left = end - System.nanoTime();
    } while (frame == null && left > 0);
    return frame;
  }

  /** The first frame of a message that is here already; null if none is. */
  byte[] poll() {
    try {
      return calls.attempt(() -> socket().recv(ZMQ.DONTWAIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * Waits until one of the sockets has a message to receive.
   *
   * @param millis how long at most
   * @throws InterruptedException if the thread was interrupted
   */
  static void awaitMessage(long millis, ManagedSocket... wires) throws InterruptedException {
    ZMQ.Socket[] sockets = Stream.of(wires).map(ManagedSocket::socket).toArray(ZMQ.Socket[]::new);
    if (!wires[0].place.awaitMessage(millis, sockets) || Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  boolean hasMoreFrames() {
    return socket().hasReceiveMore();
  }

  /** The next frame of the message in hand. ZeroMQ hands over whole messages only. */
  byte[] nextFrame() {
    return calls.finish(socket()::recv);
  }

  /** Drops what is left of the message in hand; returns how many frames that were. */
  int skipFrames() {
    int frames = 0;
    for (; hasMoreFrames(); frames++) {
      nextFrame();
    }
    return frames;
  }

  /**
   * Waits until what was sent has left, for as long as the socket lingers and somebody is
   * connected; not if the thread is interrupted, or was when it last sent.
   *
   * @throws TransportException if the other end broke off meanwhile
   */
  @Override
  public void close() {
    if (calls.interrupted() || Thread.currentThread().isInterrupted()) {
      place.discard();
    }
    place.leave();
  }
}
