package dev.conveyor.streaming.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;

/** The network connections of one socket. Safe for threads: ZeroMQ's own thread reports to it. */
final class Connections implements ZEvent.ZEventConsummer {
  private static final int EVENTS =
      ZMQ.EVENT_CONNECTED | ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED;

  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

  static Connections of(ZMQ.Socket socket) {
    Connections connections = new Connections();
    socket.setEventHook(connections, EVENTS);
    return connections;
  }

  @Override
  public void consume(ZEvent event) {
    SelectableChannel channel = event.getValue();
    switch (event.getEvent()) {
      case CONNECTED, ACCEPTED -> open.add(channel);
      case DISCONNECTED -> open.remove(channel);
      default -> {}
    }
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Makes ZeroMQ see the end of each connection, so that it gives up what it had to send there. */
  void cut() {
    for (SelectableChannel channel : open) {
      try {
        ((SocketChannel) channel).shutdownInput();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
