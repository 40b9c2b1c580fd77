package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a listening socket that JeroMQ does not know yet, since their peers have not
 * completed the first step of the handshake. JeroMQ 0.6.0 counts a connection as a reader as soon
 * as it is accepted: a queue would send it a share of the messages, and lose them when it turns out
 * to be a port scanner. Belongs to the selector's thread.
 */
final class PendingConnections {
  private static final int MAX_VISITORS = 1_000;
  private static final int MAX_ACCEPTED_A_TURN = 100;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** After a failure to accept: without it, a selector would spin. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerSocketChannel server;
  private final GuardedProvider provider;

  /** The oldest first. */
  private final Set<PendingConnection> visitors = new LinkedHashSet<>();

  private final Queue<GuardedChannel> admitted = new ArrayDeque<>();

  private GuardedSelector selector;

  /**
   * Whether the latest attempt to accept failed, as where the process has no file descriptor left.
   */
  private boolean failed;

  private long failedAt;

  PendingConnections(ServerSocketChannel server, GuardedProvider provider) {
    this.server = server;
    this.provider = provider;
  }

  /** Watches its connections by this selector from now on. */
  void watchBy(GuardedSelector now) throws IOException {
    selector = now;
    for (PendingConnection visitor : new ArrayList<>(visitors)) {
      watch(visitor);
    }
  }

  private void watch(PendingConnection visitor) throws IOException {
    visitor
        .channel()
        .register(selector.real(), SelectionKey.OP_READ, (Runnable) () -> advance(visitor));
  }

  /** Accepts what waits at the listening socket. */
  void accept() {
    try {
      for (int i = 0; i < MAX_ACCEPTED_A_TURN; i++) {
        SocketChannel connection = server.accept();
        if (connection == null) {
          return;
        }
        enter(connection);
      }
    } catch (IOException e) {
      failedAt = System.nanoTime();
      failed = true;
      provider.events().onAcceptFailure(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether nothing is accepted for the moment, since that has just failed. */
  boolean isPaused() {
    failed = failed && System.nanoTime() - failedAt < PAUSE;
    return failed;
  }

  private void enter(SocketChannel connection) {
    PendingConnection visitor = provider.greet(connection);
    if (visitors.size() == MAX_VISITORS) {
      PendingConnection oldest = visitors.iterator().next();
      visitors.remove(oldest);
      oldest.close();
    }
    visitors.add(visitor);
    try {
      connection.configureBlocking(false);
      watch(visitor);
      visitor.sendSignature();
    } catch (IOException e) {
      visitors.remove(visitor);
      visitor.close();
    }
  }

  private void advance(PendingConnection visitor) {
    switch (visitor.advance()) {
      case WAITS -> {}
      case LEAVES -> {
        visitors.remove(visitor);
        visitor.close();
      }
      case ENTERS -> {
        visitors.remove(visitor);
        visitor.channel().keyFor(selector.real()).cancel();
        admitted.add(visitor.admitted());
      }
    }
  }

  /** Closes the connections whose peers have taken too long. */
  void expire() {
    long now = System.nanoTime();
    Iterator<PendingConnection> oldest = visitors.iterator();
    while (oldest.hasNext()) {
      PendingConnection visitor = oldest.next();
      if (now - visitor.since() < PATIENCE) {
        return;
      }
      oldest.remove();
      visitor.close();
    }
  }

  /** Whether there are connections that may take too long. */
  boolean isWaiting() {
    return failed || !visitors.isEmpty();
  }

  /** Whether there is a connection for JeroMQ. */
  boolean hasNext() {
    return !admitted.isEmpty();
  }

  /** The next connection for JeroMQ; null if there is none. */
  GuardedChannel next() {
    return admitted.poll();
  }

  /** Closes all its connections. */
  void close() throws IOException {
    List<PendingConnection> all = List.copyOf(visitors);
    visitors.clear();
    all.forEach(PendingConnection::close);
    for (GuardedChannel channel : admitted) {
      channel.close();
    }
    admitted.clear();
  }
}
