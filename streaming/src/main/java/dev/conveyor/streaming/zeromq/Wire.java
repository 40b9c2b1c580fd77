package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * One ZeroMQ socket, whose every wait ends with an {@link InterruptedException} when its thread is
 * interrupted, and with a {@link TransportException} when the other end refuses it; a message that
 * is half through is finished first. Belongs to one thread.
 */
final class Wire implements AutoCloseable {
  /** How long ZeroMQ waits at a stretch, in milliseconds. */
  private static final int STRETCH = 1_000;

  /** The same inside one JVM, where nobody tells a socket that it may connect. */
  private static final int STRETCH_INPROC = 20;

  /**
   * In milliseconds. JeroMQ 0.6.0 forgets a few in a hundred of the channels that it connects; this
   * gives them up, and it connects anew. A reader must be reading meanwhile to subscribe again.
   */
  private static final int HANDSHAKE = 1_000;

  /** In milliseconds; a connection that breaks is back within this, or not soon. */
  private static final int MOMENT = 1_000;

  /** In milliseconds, beyond the time that a socket lingers. */
  private static final int GRACE = 5_000;

  private final Address address;
  private final Endpoint end;
  private final Curve curve;
  private final ZContext context;
  private final ZMQ.Socket socket;
  private final Connections connections;

  /** Null for what goes over the network. */
  private final Inproc inproc;

  private final int stretch;
  private final Refusal refusal;
  private final Calls calls;
  private KeyCheck keyCheck;
  private boolean open = true;

  /** To be set up before it joins its place. */
  Wire(Address address, SocketType type, Endpoint end, Curve curve) {
    this.address = address;
    this.end = end;
    this.curve = curve;
    boolean local = Inproc.serves(address);
    this.context = local ? Inproc.context() : new ZContext();
    this.socket = context.createSocket(type);
    this.refusal = new Refusal(address, end);
    this.connections = Connections.of(socket, !end.binds(address), refusal::warn);
    this.inproc = local ? new Inproc(address, socket) : null;
    this.stretch = local ? STRETCH_INPROC : STRETCH;
    this.calls = new Calls(address, this::tend);
    socket.setSendTimeOut(stretch);
    socket.setTCPKeepAlive(1);
    socket.setHandshakeIvl(HANDSHAKE);
  }

  /**
   * Binds or connects; closes if it cannot.
   *
   * @return the address in use, with the port that was chosen
   */
  Address join() throws InterruptedException {
    try {
      keyCheck = curve.protect(context, socket, end.binds(address));
      if (inproc == null) {
        return end.join(socket, address);
      }
      if (end.binds(address)) {
        inproc.bind();
      }
      return address;
    } catch (InterruptedException | RuntimeException e) {
      socket.setLinger(0);
      close();
      throw e;
    }
  }

  ZMQ.Socket socket() {
    return socket;
  }

  boolean isConnected() {
    return inproc == null ? connections.any() : inproc.hasPeer();
  }

  /** Waits, at most so many milliseconds, until a peer is there to send to. */
  boolean awaitPeer(long millis) throws InterruptedException {
    try {
      tend();
      if (inproc == null) {
        return connections.awaitReady(millis);
      }
      if (!inproc.hasPeer()) {
        connections.awaitEnd(Math.min(millis, stretch));
      }
      return inproc.hasPeer();
    } catch (InterruptedException e) {
      calls.wasInterrupted();
      throw e;
    }
  }

  /** Waits for slow readers only where the socket's options say so. */
  void send(byte[]... frames) throws InterruptedException {
    while (!calls.attempt(() -> socket.send(frames[0], more(frames, 0)))) {
      // A reader is slow: go on waiting.
    }
    calls.forgetInterrupts();
    sendRest(frames);
  }

  /** Sends if there is room; else returns false. */
  boolean offer(byte[]... frames) throws InterruptedException {
    if (!calls.attempt(() -> socket.send(frames[0], more(frames, 0) | ZMQ.DONTWAIT))) {
      return false;
    }
    sendRest(frames);
    return true;
  }

  private void sendRest(byte[]... frames) {
    for (int i = 1; i < frames.length; i++) {
      int frame = i;
      calls.finish(() -> socket.send(frames[frame], more(frames, frame)) ? frames[frame] : null);
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
      socket.setReceiveTimeOut((int) Math.min(stretch, millis));
      frame = calls.attempt(socket::recv);
      left = end - System.nanoTime();
    } while (frame == null && left > 0);
    return frame;
  }

  /** The first frame of a message that is here already; null if none is. */
  byte[] poll() {
    try {
      return calls.attempt(() -> socket.recv(ZMQ.DONTWAIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Of this wire's own context; to be closed by the caller. */
  ZMQ.Poller poller(int sockets) {
    return context.createPoller(sockets);
  }

  boolean hasMoreFrames() {
    return socket.hasReceiveMore();
  }

  /** The next frame of the message in hand. ZeroMQ hands over whole messages only. */
  byte[] nextFrame() {
    return calls.finish(socket::recv);
  }

  /** Drops what is left of the message in hand; returns how many frames that were. */
  int skipFrames() {
    int frames = 0;
    for (; hasMoreFrames(); frames++) {
      nextFrame();
    }
    return frames;
  }

  private void tend() {
    if (inproc != null && !end.binds(address)) {
      inproc.connect();
    }
    if (connections.isRefused()) {
      throw refusal.exception();
    }
  }

  /**
   * Waits until what was sent has left (inside one JVM it has at once), for as long as the socket
   * lingers and somebody is connected; not if the thread is interrupted, or was when it last sent.
   * JeroMQ gives up what a broken connection leaves behind only when the linger time is over, and
   * ending its context must not be interrupted: both are left to another thread.
   */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    if (calls.interrupted() || Thread.currentThread().isInterrupted()) {
      socket.setLinger(0);
    }
    if (inproc != null) {
      inproc.leave();
      socket.close();
      new Thread(Inproc::release, "zmq-close").start();
      return;
    }
    long linger = socket.getLinger();
    socket.close();
    Thread ending = new Thread(() -> end(linger + GRACE), "zmq-close");
    ending.setDaemon(true);
    try {
      while (!connections.awaitEnd(MOMENT) && isConnected()) {
        // A slow reader is still reading.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.start();
    }
    if (linger > 0 && connections.wasCutOff()) {
      throw refusal.exception();
    }
  }

  /** The check of keys outlives the socket: without it, JeroMQ would let everybody in. */
  private void end(long millis) {
    try {
      connections.awaitEnd(millis);
      if (keyCheck != null) {
        keyCheck.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.close();
  }
}
