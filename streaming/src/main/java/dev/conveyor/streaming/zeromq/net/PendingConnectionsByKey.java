package dev.conveyor.streaming.zeromq.net;

import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The lobbies of the listening sockets of one selector, by their keys. Belongs to its thread. */
final class PendingConnectionsByKey {
  private final Map<SelectionKey, PendingConnections> byKey = new HashMap<>();
  private final Set<SelectionKey> paused = new HashSet<>();

  void put(SelectionKey key, PendingConnections lobby) {
    byKey.put(key, lobby);
  }

  void remove(SelectionKey key) {
    byKey.remove(key);
    paused.remove(key);
  }

  /** The lobby of the socket with this key; null if it is no listening one. */
  PendingConnections of(SelectionKey key) {
    return byKey.get(key);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Whether there are connections that may take too long. */
  boolean areWaiting() {
    return byKey.values().stream().anyMatch(PendingConnections::isWaiting);
  }

  /** Whether there is a connection for JeroMQ. */
  boolean haveNext() {
    return byKey.values().stream().anyMatch(PendingConnections::hasNext);
  }

  /** Closes connections that have taken too long; adds the keys of those with one for JeroMQ. */
  void tend(Set<SelectionKey> ready) {
    byKey.forEach(
        (key, lobby) -> {
          lobby.expire();
          pause(key, lobby);
          if (lobby.hasNext()) {
            ready.add(key);
          }
        });
  }

  private void pause(SelectionKey key, PendingConnections lobby) {
    if (lobby.isPaused()) {
      paused.add(key);
      key.interestOps(0);
    } else if (paused.remove(key)) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }
}
