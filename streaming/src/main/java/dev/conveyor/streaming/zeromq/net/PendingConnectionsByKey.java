package dev.conveyor.streaming.zeromq.net;

import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The pending connections of one selector, by the key of their listening socket. */
final class PendingConnectionsByKey {
  private final Map<SelectionKey, PendingConnections> byKey = new HashMap<>();
  private final Set<SelectionKey> paused = new HashSet<>();

  void put(SelectionKey key, PendingConnections pending) {
    byKey.put(key, pending);
  }

  void remove(SelectionKey key) {
    byKey.remove(key);
    paused.remove(key);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Returns whether there are connections whose handshake may time out. */
  boolean haveUnfinished() {
    return byKey.values().stream().anyMatch(PendingConnections::hasUnfinished);
  }

  /** Returns whether there is a connection for JeroMQ. */
  boolean haveNext() {
    return byKey.values().stream().anyMatch(PendingConnections::hasNext);
  }

  /** Closes connections that have timed out; adds the keys of sockets with one for JeroMQ. */
  void advance(Set<SelectionKey> ready) {
    byKey.forEach(
        (key, pending) -> {
          pending.expire();
          pause(key, pending);
          if (pending.hasNext()) {
            ready.add(key);
          }
        });
  }

  private void pause(SelectionKey key, PendingConnections pending) {
    if (pending.isPaused()) {
      paused.add(key);
      key.interestOps(0);
    } else if (paused.remove(key)) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }
}
