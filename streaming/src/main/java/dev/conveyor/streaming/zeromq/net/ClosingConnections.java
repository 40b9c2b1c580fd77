package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The farewells of the connections of one selector. Belongs to its thread. */
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
  void add(ClosingConnection farewell, Selector real) {
    SocketChannel connection = farewell.connection();
    SelectionKey key = connection.keyFor(real);
    try {
      connection.shutdownOutput();
      Runnable onReady = () -> advance(farewell);
      if (key == null) {
        connection.register(real, SelectionKey.OP_READ, onReady);
      } else {
        key.attach(onReady);
        key.interestOps(SelectionKey.OP_READ);
      }
      open.add(farewell);
    } catch (IOException | CancelledKeyException e) {
      connections.close(connection);
    }
  }

  private void advance(ClosingConnection farewell) {
    if (!farewell.advance()) {
      end(farewell);
    }
  }

  /** Closes the connections whose peers are gone. */
  void endSilent() {
    for (ClosingConnection farewell : List.copyOf(open)) {
      if (farewell.isSilent()) {
        end(farewell);
      }
    }
  }

  private void end(ClosingConnection farewell) {
    open.remove(farewell);
    connections.close(farewell.connection());
  }
}
