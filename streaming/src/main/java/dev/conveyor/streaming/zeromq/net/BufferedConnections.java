package dev.conveyor.streaming.zeromq.net;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one selector with bytes to read without the network. Belongs to its thread.
 */
final class BufferedConnections {
  private final Set<GuardedChannel> buffered = new HashSet<>();

  /** Adds or removes a connection, as it has buffered bytes or not. */
  void update(GuardedChannel connection) {
    if (connection.hasArrived()) {
      buffered.add(connection);
    } else {
      buffered.remove(connection);
    }
  }

  void remove(SelectableChannel channel) {
    buffered.remove(channel);
  }

  /** Selects the keys of the connections that JeroMQ reads. */
  void select(GuardedSelector selector) {
    for (GuardedChannel connection : buffered) {
      GuardedKey key = (GuardedKey) connection.keyFor(selector);
      if (key != null && key.isValid() && key.isInterestedIn(SelectionKey.OP_READ)) {
        key.select(SelectionKey.OP_READ);
      }
    }
  }
}
