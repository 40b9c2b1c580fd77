package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The closing connections of one selector. Belongs to its thread. */
final class ClosingConnections {
  private final OpenConnections connections;
  private final Set<ClosingConnection> open = new HashSet<>();

  ClosingConnections(OpenConnections connections) {
    this.connections = connections;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Shuts the output down, and reads the input by this selector until the peer closes it. */
  void add(ClosingConnection closing, Selector real) {
    SocketChannel connection = closing.connection();
    SelectionKey key = connection.keyFor(real);
    try {
      connection.shutdownOutput();
      Runnable onReady = () -> advance(closing);
      if (key == null) {
        connection.register(real, SelectionKey.OP_READ, onReady);
      } else {
        key.attach(onReady);
        key.interestOps(SelectionKey.OP_READ);
      }
      open.add(closing);
    } catch (IOException | CancelledKeyException e) {
      connections.close(connection);
    }
  }

  private void advance(ClosingConnection closing) {
    if (!closing.advance()) {
      end(closing);
    }
  }

  /** Closes the connections whose peers have been silent for too long. */
  void endSilent() {
    for (ClosingConnection closing : List.copyOf(open)) {
      if (closing.isSilent()) {
        end(closing);
      }
    }
  }

  private void end(ClosingConnection closing) {
    open.remove(closing);
    connections.close(closing.connection());
  }
}
