package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import dev.conveyor.streaming.zeromq.net.ConnectionRules;
import dev.conveyor.streaming.zeromq.net.GuardedContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** The lifecycle of one ZeroMQ socket: binding or connecting, checks of its peers, closing. */
final class SocketLifecycle {
  /** The longest single wait of ZeroMQ, in milliseconds. */
  private static final int MAX_WAIT = 1_000;

  /** The longest wait inside one JVM, where a socket polls for the binding one, in milliseconds. */
  private static final int MAX_WAIT_INPROC = 20;

  /**
   * The timeout of a handshake, in milliseconds. JeroMQ 0.6.0 loses a few percent of the channels
   * that it connects, and reconnects after the timeout. A reader must be reading meanwhile to
   * subscribe again.
   */
  private static final int HANDSHAKE_TIMEOUT = 1_000;

  /** The timeout of a handshake with CURVE, which needs another round trip, in milliseconds. */
  private static final int CURVE_HANDSHAKE_TIMEOUT = 3_000;

  /** The time within which most lost connections are restored, in milliseconds. */
  private static final int RECONNECT_TIME = 1_000;

  /** The default size limit of a message, in bytes. */
  private static final int MAX_COMMAND = 1_024;

  /** The longest wait for the end of a socket after its linger time, in milliseconds. */
  private static final int GRACE = 5_000;

  private final Address address;
  private final SocketRole role;
  private final Curve curve;
  private final Heartbeat heartbeat;
  private final GuardedContext context;
  private final ZMQ.Socket socket;
  private final PeerDiagnostics diagnostics;
  private final Connections connections;

  /** Null for a socket on the network. */
  private final Inproc inproc;

  private long maxMessage = MAX_COMMAND;
  private long maxTotal = Long.MAX_VALUE;
  private boolean warned;
  private volatile boolean closed;
  private volatile boolean lingers;

  /** Creates a socket; its options are set before {@link #join}. */
  SocketLifecycle(Address address, SocketType type, SocketRole role, Curve curve) {
    this.address = address;
    this.role = role;
    this.curve = curve;
    this.heartbeat = Heartbeat.of(address);
    boolean local = Inproc.serves(address);
    this.context = local ? Inproc.context() : new GuardedContext();
    this.socket = context.createSocket(type);
    this.diagnostics = new PeerDiagnostics(address, role);
    this.connections = Connections.of(socket, !role.binds(address), diagnostics::warnOfEarlyEnd);
    this.inproc = local ? new Inproc(address, socket) : null;
    socket.setSendTimeOut(maxWait());
    socket.setHandshakeIvl(HANDSHAKE_TIMEOUT);
    heartbeat.apply(socket);
  }

  ZMQ.Socket socket() {
    return socket;
  }

  /** Returns the longest single wait of ZeroMQ, in milliseconds. */
  int maxWait() {
    return inproc == null ? MAX_WAIT : MAX_WAIT_INPROC;
  }

  /** Limits the size of messages; a larger one ends its connection. */
  void limit(long bytes) {
    maxMessage = bytes;
  }

  /** Limits the bytes of one connection in total; more end the connection. */
  void limitTotal(long bytes) {
    maxTotal = bytes;
  }

  /**
   * Binds or connects.
   *
   * @return the address in use, with the chosen port
   */
  Address join() throws InterruptedException {
    Optional<Supplier<CurveHandshake>> handshakes = curve.handshakes(role.binds(address));
    lingers = socket.getLinger() != 0;
    if (inproc == null) {
      socket.setMaxMsgSize(maxMessage);
      if (handshakes.isPresent()) {
        socket.setHandshakeIvl(CURVE_HANDSHAKE_TIMEOUT);
      }
      context.guard(
          socket, rules(handshakes), diagnostics.of(maxMessage, () -> closed, connections));
      return role.join(socket, address);
    }
    if (role.binds(address)) {
      inproc.bind();
    }
    return address;
  }

  /**
   * Returns whether a silent peer counts as dead even without heartbeats of its own, since it must
   * answer those of this end. A slow reader without acknowledgments does not read them, and would
   * lose messages in flight.
   */
  private boolean judgesSilence() {
    SocketType type = socket.getSocketType();
    return type != SocketType.PUSH && type != SocketType.PUB && type != SocketType.XPUB;
  }

  private ConnectionRules rules(Optional<Supplier<CurveHandshake>> handshakes) {
    return new ConnectionRules(
        maxMessage,
        maxTotal,
        handshakes,
        heartbeat.maxSilence(),
        judgesSilence(),
        () -> lingers,
        address.scheme().equals("zmq+ipc")
            ? Optional.of(Path.of(address.path()))
            : Optional.empty());
  }

  /**
   * Waits until this socket or one of the others has a message.
   *
   * @param millis the timeout
   * @return false if the thread was interrupted
   */
  boolean awaitMessage(long millis, ZMQ.Socket... sockets) {
    return context.awaitMessage(millis, sockets);
  }

  boolean hasPeer() {
    return inproc == null ? connections.any() : inproc.hasPeer();
  }

  /** Waits until a peer is ready to receive; returns false after the timeout. */
  boolean awaitPeer(long millis) throws InterruptedException {
    if (inproc == null) {
      return connections.awaitReady(millis);
    }
    if (!inproc.hasPeer()) {
      connections.awaitEnd(Math.min(millis, maxWait()));
    }
    return inproc.hasPeer();
  }

  /** Returns whether a peer on the network is certainly ready to receive, and so are all others. */
  boolean isPeerReady() {
    return inproc == null && connections.areReady();
  }

  /** Connects inside the JVM if due; throws if the other end refuses this one, or ZeroMQ failed. */
  void check() {
    if (inproc != null && !role.binds(address)) {
      inproc.connect();
    }
    if (context.failure().isPresent()) {
      throw PeerDiagnostics.failed(address, context.failure().get());
    }
    if (connections.isRefused()) {
      throw diagnostics.exception();
    }
  }

  /** Drops unsent messages on {@link #close}. */
  void discard() {
    lingers = false;
    if (!closed) {
      socket.setLinger(0);
    }
  }

  /**
   * Waits until all messages are sent, for as long as the socket lingers and a peer is connected;
   * inside one JVM they are sent immediately. Another thread ends the context: JeroMQ drops the
   * messages of a broken connection only after the linger time, and must not be interrupted.
   *
   * @throws TransportException if the other end closed the connection meanwhile
   */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (inproc != null) {
      inproc.leave();
      socket.close();
      new Thread(Inproc::release, "zmq-close").start();
      return;
    }
    long linger = socket.getLinger();
    socket.close();
    try {
      awaitReaders(linger);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endContextLater(linger + GRACE);
    }
    if (linger > 0 && connections.isDisconnected()) {
      throw diagnostics.exception();
    }
  }

  private void awaitReaders(long linger) throws InterruptedException {
    long start = System.nanoTime();
    while (!connections.awaitEnd(RECONNECT_TIME)
        && connections.any()
        && context.failure().isEmpty()) {
      warnOfUnread(start); // A slow reader is reading.
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(linger);
    while (end - System.nanoTime() > 0
        && context.failure().isEmpty()
        && !context.awaitConnections(RECONNECT_TIME)) {
      warnOfUnread(start); // A reader has not read everything yet.
    }
  }

  private void warnOfUnread(long start) {
    if (!warned && System.nanoTime() - start > heartbeat.maxSilence().toNanos()) {
      warned = true;
      diagnostics.warnOfUnread();
    }
  }

  private void endContextLater(long millis) {
    Thread ending = new Thread(() -> endContext(millis), "zmq-close");
    ending.setDaemon(true);
    ending.start();
  }

  private void endContext(long millis) {
    try {
      connections.awaitEnd(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.close();
  }
}
