package dev.conveyor.streaming.zeromq;

import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;

/** The network connections of one socket. Thread-safe: ZeroMQ's I/O thread reports to it. */
final class Connections implements ZEvent.ZEventConsummer {
  private static final int EVENTS =
      ZMQ.EVENT_CONNECTED
          | ZMQ.EVENT_CONNECT_DELAYED
          | ZMQ.EVENT_CONNECT_RETRIED
          | ZMQ.EVENT_ACCEPTED
          | ZMQ.EVENT_HANDSHAKE_PROTOCOL
          | ZMQ.EVENT_DISCONNECTED;

  /** JeroMQ reconnects within milliseconds of a failure, or not at all. */
  private static final long DEAD_SESSION_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** A connection without a greeting times out after a second; an earlier end is the peer's. */
  private static final long EARLY_END_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private static final int MAX_EARLY_ENDS = 5;

  /** The interval of checks, in milliseconds. */
  private static final long CHECK_INTERVAL = 100;

  private static final long EARLY_ENDS_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The time at which each connection was opened, by the system's nano clock. */
  private final Map<SelectableChannel, Long> open = new HashMap<>();

  private final boolean connects;
  private final Runnable onEarlyEnd;

  /** The number of connections whose peers have sent a greeting. */
  private int greeted;

  /** The number of connections whose handshakes are complete. */
  private int ready;

  /** True if there are connections, and all have completed their handshakes. */
  private volatile boolean allReady;

  private boolean ended;

  /** True if the other end has refused this one. */
  private boolean refused;

  /** The time at which a connecting socket lost its connection; 0 once it reconnects. */
  private long brokenAt;

  /** The number of connections in a row that the other end closed without a greeting. */
  private int earlyEnds;

  private long earlyEndsSince;

  private Connections(boolean connects, Runnable onEarlyEnd) {
    this.connects = connects;
    this.onEarlyEnd = onEarlyEnd;
  }

  /**
   * Registers for the events of a socket.
   *
   * @param connects true if it connects, false if it binds
   * @param onEarlyEnd called when a peer closes a connection before its greeting
   */
  static Connections of(ZMQ.Socket socket, boolean connects, Runnable onEarlyEnd) {
    Connections connections = new Connections(connects, onEarlyEnd);
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
        earlyEnds = 0;
      }
      case DISCONNECTED -> disconnected(event.getValue());
      default -> {}
    }
    changed();
  }

  /** Records that the other end has refused this one. */
  synchronized void refused() {
    refused = true;
    notifyAll();
  }

  /** Records that a handshake is complete: the peer receives messages from now on. */
  synchronized void ready() {
    ready++;
    changed();
  }

  /** Records the end of a connection that was ready. */
  synchronized void gone() {
    ready--;
    changed();
  }

  private void disconnected(SelectableChannel channel) {
    long now = System.nanoTime();
    Long opened = open.remove(channel);
    if (greeted > open.size()) {
      greeted = open.size();
    } else {
      if (earlyEnds == 0) {
        earlyEndsSince = now;
      }
      if (opened != null && now - opened < EARLY_END_NANOS) {
        earlyEnds++;
        onEarlyEnd.run();
      }
    }
    brokenAt = now == 0 ? 1 : now;
  }

  private void changed() {
    allReady = ready > 0 && ready >= open.size();
    notifyAll();
  }

  /** Returns whether there are connections, and all have completed their handshakes. */
  boolean areReady() {
    return allReady;
  }

  /** Returns whether a peer is connected. */
  synchronized boolean any() {
    return ready > 0;
  }

  /** Returns whether a peer is ready, and all recent connections are. */
  private boolean isReady() {
    long now = System.nanoTime();
    return ready > 0
        && (ready >= open.size()
            || open.values().stream().allMatch(at -> now - at > EARLY_ENDS_NANOS));
  }

  /**
   * Waits until a peer is ready and no handshake is incomplete: messages to a peer that never
   * completes its handshake would be lost.
   *
   * @param millis the timeout
   * @return false after the timeout
   */
  synchronized boolean awaitReady(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!isReady() && left > 0) {
      wait(Math.min(left, CHECK_INTERVAL));
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return isReady();
  }

  /** Returns whether this end connects, and the other refuses it or keeps closing connections. */
  synchronized boolean isRefused() {
    long now = System.nanoTime();
    return connects
        && (refused
            || (brokenAt != 0 && now - brokenAt > DEAD_SESSION_NANOS)
            || (earlyEnds >= MAX_EARLY_ENDS && now - earlyEndsSince > EARLY_ENDS_NANOS));
  }

  /** Returns whether this end connects, lost its connection, and has not reconnected. */
  synchronized boolean isDisconnected() {
    return connects && brokenAt != 0;
  }

  /**
   * ZeroMQ calls this when the socket is closed: all messages are sent, or the linger time is over.
   */
  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }

  /** Waits until the socket is closed; returns false after the timeout. */
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
