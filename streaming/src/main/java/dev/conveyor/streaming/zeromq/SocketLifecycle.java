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

/** One ZeroMQ socket at its address: how it joins, who is there, how it leaves. */
final class SocketLifecycle {
  /** How long ZeroMQ waits at a stretch, in milliseconds. */
  private static final int STRETCH = 1_000;

  /** The same inside one JVM, where nobody tells a socket that it may connect. */
  private static final int STRETCH_INPROC = 20;

  /**
   * In milliseconds. JeroMQ 0.6.0 forgets a few in a hundred of the channels that it connects; this
   * gives them up, and it connects anew. A reader must be reading meanwhile to subscribe again.
   */
  private static final int HANDSHAKE = 1_000;

  /** The same with CURVE, which needs another round trip, in milliseconds. */
  private static final int CURVE_HANDSHAKE = 3_000;

  /** In milliseconds; a connection that breaks is back within this, or not soon. */
  private static final int MOMENT = 1_000;

  /** In bytes: what a socket takes that was told nothing else. */
  private static final int MAX_COMMAND = 1_024;

  /** In milliseconds, beyond the time that a socket lingers. */
  private static final int GRACE = 5_000;

  private final Address address;
  private final SocketRole end;
  private final Curve curve;
  private final Heartbeat heartbeat;
  private final GuardedContext context;
  private final ZMQ.Socket socket;
  private final PeerDiagnostics refusal;
  private final Connections connections;

  /** Null for what goes over the network. */
  private final Inproc inproc;

  private long maxMessage = MAX_COMMAND;
  private long maxTotal = Long.MAX_VALUE;
  private boolean warned;
  private volatile boolean left;
  private volatile boolean lingers;

  /** To be set up before it joins. */
  SocketLifecycle(Address address, SocketType type, SocketRole end, Curve curve) {
    this.address = address;
    this.end = end;
    this.curve = curve;
    this.heartbeat = Heartbeat.of(address);
    boolean local = Inproc.serves(address);
    this.context = local ? Inproc.context() : new GuardedContext();
    this.socket = context.createSocket(type);
    this.refusal = new PeerDiagnostics(address, end);
    this.connections = Connections.of(socket, !end.binds(address), refusal::warn);
    this.inproc = local ? new Inproc(address, socket) : null;
    socket.setSendTimeOut(stretch());
    socket.setHandshakeIvl(HANDSHAKE);
    heartbeat.apply(socket);
  }

  ZMQ.Socket socket() {
    return socket;
  }

  /** How long ZeroMQ should wait at a stretch here, in milliseconds. */
  int stretch() {
    return inproc == null ? STRETCH : STRETCH_INPROC;
  }

  /** Ends the connections of peers that send larger messages, or of more frames than any has. */
  void limit(long bytes) {
    maxMessage = bytes;
  }

  /** Ends the connections of peers that send more than this in all. */
  void limitTotal(long bytes) {
    maxTotal = bytes;
  }

  /**
   * Binds or connects.
   *
   * @return the address in use, with the port that was chosen
   */
  Address join() throws InterruptedException {
    Optional<Supplier<CurveHandshake>> handshakes = curve.handshakes(end.binds(address));
    lingers = socket.getLinger() != 0;
    if (inproc == null) {
      socket.setMaxMsgSize(maxMessage);
      if (handshakes.isPresent()) {
        socket.setHandshakeIvl(CURVE_HANDSHAKE);
      }
      context.guard(socket, rules(handshakes), refusal.of(maxMessage, () -> left, connections));
      return end.join(socket, address);
    }
    if (end.binds(address)) {
      inproc.bind();
    }
    return address;
  }

  /**
   * Returns whether a silent peer counts as gone although it has sent no heartbeats of its own: it
   * has to answer those of this end. A reader without acknowledgments that is merely slow does not
   * read them, and would lose what is on its way to it.
   */
  private boolean mayJudgeSilence() {
    SocketType type = socket.getSocketType();
    return type != SocketType.PUSH && type != SocketType.PUB && type != SocketType.XPUB;
  }

  private ConnectionRules rules(Optional<Supplier<CurveHandshake>> handshakes) {
    return new ConnectionRules(
        maxMessage,
        maxTotal,
        handshakes,
        heartbeat.maxSilence(),
        mayJudgeSilence(),
        () -> lingers,
        address.scheme().equals("zmq+ipc")
            ? Optional.of(Path.of(address.path()))
            : Optional.empty());
  }

  /**
   * Waits until this socket or one of the others has a message.
   *
   * @param millis how long at most
   * @return false if the thread was interrupted
   */
  boolean awaitMessage(long millis, ZMQ.Socket... sockets) {
    return context.awaitMessage(millis, sockets);
  }

  boolean hasPeer() {
    return inproc == null ? connections.any() : inproc.hasPeer();
  }

  /** Waits, at most so many milliseconds, until a peer is there to send to. */
  boolean awaitPeer(long millis) throws InterruptedException {
    if (inproc == null) {
      return connections.awaitReady(millis);
    }
    if (!inproc.hasPeer()) {
      connections.awaitEnd(Math.min(millis, stretch()));
    }
    return inproc.hasPeer();
  }

  /** To be called now and then; throws if the other end will not have this one. */
  void tend() {
    if (inproc != null && !end.binds(address)) {
      inproc.connect();
    }
    if (context.failure().isPresent()) {
      throw PeerDiagnostics.failed(address, context.failure().get());
    }
    if (connections.isRefused()) {
      throw refusal.exception();
    }
  }

  /** Lets what has not left go when it leaves. */
  void discard() {
    lingers = false;
    if (!left) {
      socket.setLinger(0);
    }
  }

  /**
   * Waits until what was sent has left (inside one JVM it has at once), for as long as the socket
   * lingers and somebody is connected. JeroMQ gives up what a broken connection leaves behind only
   * when the linger time is over, and ending its context must not be interrupted: both are left to
   * another thread.
   *
   * @throws TransportException if the other end broke off meanwhile
   */
  void leave() {
    if (left) {
      return;
    }
    left = true;
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
      endLater(linger + GRACE);
    }
    if (linger > 0 && connections.wasCutOff()) {
      throw refusal.exception();
    }
  }

  private void awaitReaders(long linger) throws InterruptedException {
    long start = System.nanoTime();
    while (!connections.awaitEnd(MOMENT) && connections.any() && context.failure().isEmpty()) {
      warnOfUnread(start); // A slow reader is still reading.
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(linger);
    while (end - System.nanoTime() > 0
        && context.failure().isEmpty()
        && !context.awaitConnections(MOMENT)) {
      warnOfUnread(start); // It has not read all yet.
    }
  }

  private void warnOfUnread(long start) {
    if (!warned && System.nanoTime() - start > heartbeat.maxSilence().toNanos()) {
      warned = true;
      refusal.warnOfUnread();
    }
  }

  private void endLater(long millis) {
    Thread ending = new Thread(() -> end(millis), "zmq-close");
    ending.setDaemon(true);
    ending.start();
  }

  private void end(long millis) {
    try {
      connections.awaitEnd(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.close();
  }
}
