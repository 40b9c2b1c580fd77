package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/**
 * A connection whose incoming bytes a {@link ZmtpGuard} checks, and that ends when its peer is
 * silent for too long. To JeroMQ it ends as if the peer had closed it.
 */
final class GuardedChannel extends WrappedChannel {
  private static final byte[] READY = "\5READY".getBytes(US_ASCII);

  /** Behind the header of a short frame. */
  private static final int READY_NAME = 2;

  private static final Duration WITHOUT_END = Duration.ofDays(1);

  private final ConnectionRules rules;
  private final ConnectionEvents events;
  private final OpenConnections connections;
  private final ZmtpGuard guard;

  /** Checked bytes that JeroMQ has not read yet; null once it has. */
  private ByteBuffer arrived;

  /** How many bytes of JeroMQ's greeting are still to come, which the peer has already got. */
  private int greetingLeft;

  private final boolean isServer;

  /** Null once it is sent. */
  private FirstHeartbeat firstHeartbeat;

  private GuardedSelector selector;
  private boolean accepted;
  private boolean ready;
  private boolean ended;
  private boolean reading;

  private final PeerHeartbeats heartbeats;

  /** When the peer was last heard, or JeroMQ last began to listen to it. */
  private long heardAt = System.nanoTime();

  /**
   * @param guard what has checked the connection so far
   * @param arrived what the peer has sent so far, after it got this end's greeting; null if neither
   *     has happened yet
   */
  GuardedChannel(
      SelectorProvider provider,
      SocketChannel real,
      ConnectionRules rules,
      ConnectionEvents events,
      OpenConnections connections,
      ZmtpGuard guard,
      ByteBuffer arrived) {
    super(provider, real, rules.socketFile());
    this.rules = rules;
    this.events = events;
    this.connections = connections;
    this.guard = guard;
    this.arrived = arrived;
    this.isServer = arrived != null;
    this.heartbeats = new PeerHeartbeats(rules.maxSilence());
    this.greetingLeft = arrived == null ? 0 : ZmtpGuard.GREETING;
    this.firstHeartbeat =
        rules.encrypted()
            ? null // It would have to be encrypted, too.
            : new FirstHeartbeat(
                real, arrived == null ? ZmtpGuard.GREETING : 0, rules.maxSilence());
    guard.onGivingWay(this::reportViolation);
    connections.add(real);
  }

  void watchedBy(GuardedSelector now) {
    selector = now;
  }

  /** JeroMQ gets the connection. */
  void handOver() {
    accepted = true;
    events.onAccepted();
  }

  /** JeroMQ reads from now on, or does not because its own reader is slow. */
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
    if (arrived != null) {
      return readArrived(destination);
    }
    int from = destination.position();
    int count = real.read(destination);
    if (count < 0) {
      ended = true;
    } else if (count > 0) {
      heardAt = System.nanoTime();
      int admitted = guard.admit(destination, from, from + count);
      destination.position(admitted);
      heartbeats.note(guard, heardAt);
      beatFirst();
      if (rules.encrypted() && !isServer && guard.isEstablished()) {
        becomeReady(); // The server's READY has come, which is its last word.
      }
      if (guard.violation() != null) {
        reportViolation();
      }
      return admitted > from ? admitted - from : -1;
    }
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

  /** Whether the peer has completed its part of the handshake, or the connection is over. */
  boolean isSettled() {
    return ended || guard.isEstablished();
  }

  /** Ends the connection because of what came from it, or did not come. */
  void breakOff(String reason) {
    if (!ended) {
      events.onViolation(reason);
      end();
    }
  }

  /** Lets JeroMQ read the end of the stream, now and whenever it reads again. */
  private void end() {
    ended = true;
    try {
      real.shutdownInput();
    } catch (IOException e) {
      // The connection is gone already.
    }
  }

  private boolean isSilent() {
    return !ended
        && guard.isEstablished()
        && System.nanoTime() - heardAt >= heartbeats.maxSilence().toNanos();
  }

  /** JeroMQ writes at least its heartbeats: the time to judge the peer's silence. */
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
      boolean isReady = !ready && isServer && guard.isEstablished() && beginsWithReady(source);
      int count = real.write(source);
      if (isReady && count > 0) {
        becomeReady();
      }
      return count;
    }
    int count = firstHeartbeat.write(source);
    beatFirst();
    return count;
  }

  private void beatFirst() throws IOException {
    if (firstHeartbeat != null && firstHeartbeat.isDue() && guard.isEstablished()) {
      firstHeartbeat.send();
      becomeReady();
    }
    if (firstHeartbeat != null && firstHeartbeat.isDone()) {
      firstHeartbeat = null;
    }
  }

  /** The last command by which a server of CURVE lets a client in. */
  private static boolean beginsWithReady(ByteBuffer source) {
    int name = source.position() + READY_NAME;
    if (source.limit() < name + READY.length) {
      return false;
    }
    for (int i = 0; i < READY.length; i++) {
      if (source.get(name + i) != READY[i]) {
        return false;
      }
    }
    return true;
  }

  private void becomeReady() {
    if (!ready) {
      ready = true;
      events.onReady();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    // JeroMQ ends a connection when the time is over that its peer's heartbeats announce.
    if (isSilent()) {
      events.onSilence();
      ended = true;
    }
    if (ready) {
      events.onGone();
    }
    if (accepted) {
      events.onClosed();
    }
    boolean peerIsThere = !ended && guard.isEstablished();
    ended = true;
    guard.close();
    if (peerIsThere && selector != null && rules.lingers().getAsBoolean()) {
      // A slow reader without heartbeats of its own cannot be told from a dead one.
      selector.takeLeave(
          new Farewell(real, heartbeats.areRegular() ? heartbeats.maxSilence() : WITHOUT_END));
    } else {
      connections.close(real);
    }
  }
}
