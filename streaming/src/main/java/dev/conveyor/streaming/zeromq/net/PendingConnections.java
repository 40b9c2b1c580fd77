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
 * The accepted connections of a listening socket whose peers have not completed the first step of
 * the handshake. JeroMQ does not know them yet. JeroMQ 0.6.0 counts a connection as a reader as
 * soon as it is accepted: a queue would send it a share of the messages, and lose them if it is a
 * port scanner. Belongs to the selector's thread.
 */
final class PendingConnections {
  private static final int MAX_UNFINISHED = 1_000;
  private static final int MAX_ACCEPTED_A_TURN = 100;
  private static final long HANDSHAKE_TIMEOUT = TimeUnit.SECONDS.toNanos(5);

  /** The pause after a failure to accept: without it, a selector would spin. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerSocketChannel server;
  private final GuardedProvider provider;

  /** The connections that are not admitted yet, in the order of acceptance. */
  private final Set<PendingConnection> unfinished = new LinkedHashSet<>();

  private final Queue<GuardedChannel> admitted = new ArrayDeque<>();

  private GuardedSelector selector;

  /** True after a failure to accept: the process may have no file descriptor left. */
  private boolean failed;

  private long failedAt;

  PendingConnections(ServerSocketChannel server, GuardedProvider provider) {
    this.server = server;
    this.provider = provider;
  }

  /** Registers the connections, now and later, with this selector. */
  void registerWith(GuardedSelector now) throws IOException {
    selector = now;
    for (PendingConnection pending : new ArrayList<>(unfinished)) {
      register(pending);
    }
  }

  private void register(PendingConnection pending) throws IOException {
    pending
        .channel()
        .register(selector.real(), SelectionKey.OP_READ, (Runnable) () -> advance(pending));
  }

  /** Accepts the connections that wait at the listening socket. */
  void accept() {
    try {
      for (int i = 0; i < MAX_ACCEPTED_A_TURN; i++) {
        SocketChannel connection = server.accept();
        if (connection == null) {
          return;
        }
        begin(connection);
      }
    } catch (IOException e) {
      failedAt = System.nanoTime();
      failed = true;
      provider.events().onAcceptFailure(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether accepting pauses after a failure. */
  boolean isPaused() {
    failed = failed && System.nanoTime() - failedAt < PAUSE;
    return failed;
  }

  private void begin(SocketChannel connection) {
    PendingConnection pending = provider.greet(connection);
    if (unfinished.size() == MAX_UNFINISHED) {
      PendingConnection oldest = unfinished.iterator().next();
      unfinished.remove(oldest);
      oldest.close();
    }
    unfinished.add(pending);
    try {
      connection.configureBlocking(false);
      register(pending);
      pending.sendSignature();
    } catch (IOException e) {
      unfinished.remove(pending);
      pending.close();
    }
  }

  private void advance(PendingConnection pending) {
    switch (pending.advance()) {
      case PENDING -> {}
      case CLOSED -> {
        unfinished.remove(pending);
        pending.close();
      }
      case ADMITTED -> {
        unfinished.remove(pending);
        pending.channel().keyFor(selector.real()).cancel();
        admitted.add(pending.admitted());
      }
    }
  }

  /** Closes the connections whose handshake has timed out. */
  void expire() {
    long now = System.nanoTime();
    Iterator<PendingConnection> oldest = unfinished.iterator();
    while (oldest.hasNext()) {
      PendingConnection pending = oldest.next();
      if (now - pending.since() < HANDSHAKE_TIMEOUT) {
        return;
      }
      oldest.remove();
      pending.close();
    }
  }

  /** Returns whether there are connections whose handshake may time out. */
  boolean hasUnfinished() {
    return failed || !unfinished.isEmpty();
  }

  /** Returns whether there is a connection for JeroMQ. */
  boolean hasNext() {
    return !admitted.isEmpty();
  }

  /** Removes and returns the next connection for JeroMQ; null if there is none. */
  GuardedChannel next() {
    return admitted.poll();
  }

  /** Closes all its connections. */
  void close() throws IOException {
    List<PendingConnection> all = List.copyOf(unfinished);
    unfinished.clear();
    all.forEach(PendingConnection::close);
    for (GuardedChannel channel : admitted) {
      channel.close();
    }
    admitted.clear();
  }
}
