package dev.conveyor.streaming.zeromq;

import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;

/** The network connections of one socket. Safe for threads: ZeroMQ's own thread reports to it. */
final class Connections implements ZEvent.ZEventConsummer {
  private static final int EVENTS =
      ZMQ.EVENT_CONNECTED
          | ZMQ.EVENT_CONNECT_DELAYED
          | ZMQ.EVENT_CONNECT_RETRIED
          | ZMQ.EVENT_ACCEPTED
          | ZMQ.EVENT_HANDSHAKE_PROTOCOL
          | ZMQ.EVENT_DISCONNECTED;

  /** JeroMQ tries again within milliseconds of a failure, or not at all. */
  private static final long SILENCE_OF_A_DEAD_SESSION = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** A connection that does not get as far as a greeting is given up after a second, by us. */
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(900);

  private static final int REBUFFS = 5;

  /** In milliseconds. */
  private static final long LOOK = 100;

  private static final long LONG_REBUFFED = TimeUnit.SECONDS.toNanos(2);

  /** When each was opened. */
  private final Map<SelectableChannel, Long> open = new HashMap<>();

  private final boolean connects;
  private final Runnable onRebuff;

  /** How many of them have answered in ZeroMQ's protocol. */
  private int greeted;

  /** How many are ready to be sent to. */
  private int ready;

  private boolean ended;

  /** Whether the other end has said that it will not have this one. */
  private boolean refused;

  /** Of a connecting socket: when its connection broke and it has not tried again. Zero: not so. */
  private long brokenAt;

  /** How often in a row the other end hung up without a greeting, and since when. */
  private int rebuffs;

  private long rebuffedSince;

  private Connections(boolean connects, Runnable onRebuff) {
    this.connects = connects;
    this.onRebuff = onRebuff;
  }

  /**
   * Begins to watch a socket.
   *
   * @param connects whether it connects, rather than binds
   * @param onRebuff called when a peer has left before it had greeted
   */
  static Connections of(ZMQ.Socket socket, boolean connects, Runnable onRebuff) {
    Connections connections = new Connections(connects, onRebuff);
    socket.setEventHook(connections, EVENTS);
    return connections;
  }

  @Override
  public synchronized void consume(ZEvent event) {
    switch (event.getEvent()) {
      case CONNECTED, ACCEPTED -> {
        open.put(event.getValue(), System.nanoTime());
        brokenAt = 0;
      }
      case CONNECT_DELAYED, CONNECT_RETRIED -> brokenAt = 0;
      case HANDSHAKE_PROTOCOL -> {
        greeted++;
        rebuffs = 0;
      }
      case DISCONNECTED -> disconnected(event.getValue());
      default -> {}
    }
    notifyAll();
  }

  /** The other end will not have this one. */
  synchronized void refused() {
    refused = true;
    notifyAll();
  }

  /** A connection is ready: its peer gets what is sent. */
  synchronized void ready() {
    ready++;
    notifyAll();
  }

  /** A connection that was ready is over. */
  synchronized void gone() {
    ready--;
    notifyAll();
  }

  private void disconnected(SelectableChannel channel) {
    long now = System.nanoTime();
    Long opened = open.remove(channel);
    if (greeted > open.size()) {
      greeted = open.size();
    } else {
      if (rebuffs == 0) {
        rebuffedSince = now;
      }
      if (opened != null && now - opened < QUICK) {
        rebuffs++;
        onRebuff.run();
      }
    }
    brokenAt = now == 0 ? 1 : now;
  }

  /** Whether a peer is there. */
  synchronized boolean any() {
    return ready > 0;
  }

  /** Whether one is there, and all that came lately are ready. */
  private boolean isReady() {
    long now = System.nanoTime();
    return ready > 0
        && (ready >= open.size()
            || open.values().stream().allMatch(at -> now - at > LONG_REBUFFED));
  }

  /**
   * Waits, at most so long, until a peer is there and none is half there: what is sent to one that
   * never completes its greeting, or is refused, is lost.
   */
  synchronized boolean awaitReady(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!isReady() && left > 0) {
      wait(Math.min(left, LOOK));
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return isReady();
  }

  /** Whether this end connects and the other will not have it: it says so, or hangs up on it. */
  synchronized boolean isRefused() {
    long now = System.nanoTime();
    return connects
        && (refused
            || (brokenAt != 0 && now - brokenAt > SILENCE_OF_A_DEAD_SESSION)
            || (rebuffs >= REBUFFS && now - rebuffedSince > LONG_REBUFFED));
  }

  /** Whether this end connects, its connection broke, and it has not tried again. */
  synchronized boolean wasCutOff() {
    return connects && brokenAt != 0;
  }

  /** ZeroMQ calls this when the socket is gone: all that was sent has left, or its time is up. */
  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }

  /** Waits, at most so long, until the socket is gone. */
  synchronized boolean awaitEnd(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!ended && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return ended;
  }
}
