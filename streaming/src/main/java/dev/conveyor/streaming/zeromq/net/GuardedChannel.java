package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection whose incoming bytes a {@link ZmtpGuard} checks, and that ends when its peer has
 * been silent for too long. JeroMQ sees such an end as if the peer had closed the connection.
 */
final class GuardedChannel extends WrappedChannel {
  private static final Duration UNLIMITED = Duration.ofDays(1);

  private final ConnectionRules rules;
  private final ConnectionEvents events;
  private final OpenConnections connections;
  private final ZmtpGuard guard;
  private final PeerStream stream;

  /** Checked bytes that JeroMQ has not read yet; null if there are none. */
  private ByteBuffer arrived;

  /** The bytes of JeroMQ's greeting that are yet to be skipped, since the peer has them already. */
  private int greetingLeft;

  /** Null after it was sent. */
  private FirstHeartbeat firstHeartbeat;

  private GuardedSelector selector;
  private boolean ready;
  private boolean ended;
  private boolean reading;

  private final PeerHeartbeats heartbeats;

  /** The time of the latest byte of the peer, or at which JeroMQ last began to read. */
  private long heardAt = System.nanoTime();

  /**
   * @param guard the guard that has checked the connection so far
   * @param stream the unencrypted bytes of the connection
   * @param arrived the bytes that the peer has sent after it received this end's greeting; null
   *     before the greetings
   */
  GuardedChannel(
      GuardedProvider provider,
      SocketChannel real,
      ZmtpGuard guard,
      PeerStream stream,
      ByteBuffer arrived) {
    super(provider, real, provider.rules().socketFile());
    this.rules = provider.rules();
    this.events = provider.events();
    this.connections = provider.connections();
    this.guard = guard;
    this.stream = stream;
    this.arrived = arrived;
    this.heartbeats = new PeerHeartbeats(rules.maxSilence());
    this.greetingLeft = arrived == null ? 0 : Greeting.LENGTH;
    this.firstHeartbeat =
        new FirstHeartbeat(stream, arrived == null ? Greeting.LENGTH : 0, rules.maxSilence());
    guard.onEviction(this::reportViolation);
    KeepAlive.set(real, rules.maxSilence());
    connections.add(real);
  }

  void registeredWith(GuardedSelector now) {
    selector = now;
  }

  /** Returns whether bytes can be read without the network. */
  boolean hasArrived() {
    return arrived != null || stream.hasArrived();
  }

  /** Records whether JeroMQ reads; it does not while its own reader is slow. */
  void reads(boolean now) {
    if (now && !reading) {
      heardAt = System.nanoTime();
    }
    reading = now;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    if (ended) {
      return -1;
    }
    int count = arrived != null ? readArrived(destination) : readNext(destination);
    if (selector != null) {
      selector.updateBuffered(this);
    }
    return count;
  }

  private int readNext(ByteBuffer destination) throws IOException {
    int from = destination.position();
    long heard = stream.received();
    int count = stream.read(destination);
    heardAt = stream.received() > heard ? System.nanoTime() : heardAt;
    if (count > 0) {
      int admitted = guard.admit(destination, from, from + count);
      destination.position(admitted);
      heartbeats.record(guard, heardAt);
      sendFirstHeartbeat();
      count = admitted > from ? admitted - from : -1;
    }
    if (stream.isRefused() && !ended) {
      events.onRefused();
    }
    if (guard.violation() != null) {
      reportViolation();
    }
    ended |= count < 0;
    return count;
  }

  private int readArrived(ByteBuffer destination) {
    int count = Math.min(arrived.remaining(), destination.remaining());
    destination.put(arrived.slice(arrived.position(), count));
    arrived.position(arrived.position() + count);
    if (!arrived.hasRemaining()) {
      arrived = null;
    }
    return count;
  }

  private void reportViolation() {
    if (ended) {
      return;
    }
    if (guard.isExcess()) {
      events.onExcess();
    } else {
      events.onViolation(guard.violation());
    }
    end();
  }

  /** Returns whether the peer has completed its handshake, or the connection has ended. */
  boolean isSettled() {
    return ended || guard.isEstablished();
  }

  /** Ends the connection because of a violation. */
  void breakOff(String reason) {
    if (!ended) {
      events.onViolation(reason);
      end();
    }
  }

  /** Lets JeroMQ read the end of the stream from now on. */
  private void end() {
    ended = true;
    try {
      real.shutdownInput();
    } catch (IOException e) {
      // The connection is closed already.
    }
  }

  private boolean isSilent() {
    return !ended
        && guard.isEstablished()
        && System.nanoTime() - heardAt >= heartbeats.maxSilence().toNanos();
  }

  /** Checks the peer's silence, too: JeroMQ writes at least its heartbeats. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    if ((heartbeats.areRegular() || rules.judgesSilence()) && reading && isSilent()) {
      events.onSilence();
      end();
    }
    int skipped = Math.min(greetingLeft, source.remaining());
    greetingLeft -= skipped;
    source.position(source.position() + skipped);
    return skipped + (source.hasRemaining() ? send(source) : 0);
  }

  private int send(ByteBuffer source) throws IOException {
    if (firstHeartbeat == null) {
      return stream.write(source);
    }
    int count = firstHeartbeat.write(source);
    sendFirstHeartbeat();
    return count;
  }

  private void sendFirstHeartbeat() throws IOException {
    if (firstHeartbeat != null && firstHeartbeat.isDue() && guard.isEstablished()) {
      firstHeartbeat.send();
      becomeReady();
    }
    if (firstHeartbeat != null && firstHeartbeat.isDone()) {
      firstHeartbeat = null;
    }
  }

  private void becomeReady() {
    if (!ready) {
      ready = true;
      events.onReady();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    // JeroMQ closes a connection after the silence that the peer's heartbeats announce.
    if (isSilent()) {
      events.onSilence();
      ended = true;
    }
    if (ready) {
      events.onGone();
    }
    boolean peerIsConnected = !ended && guard.isEstablished();
    ended = true;
    guard.close();
    stream.close();
    if (peerIsConnected && selector != null && rules.lingers().getAsBoolean()) {
      // A slow reader without heartbeats of its own cannot be told from a dead one.
      selector.closeGracefully(
          new ClosingConnection(
              real, heartbeats.areRegular() ? heartbeats.maxSilence() : UNLIMITED));
    } else {
      connections.close(real);
    }
  }
}
