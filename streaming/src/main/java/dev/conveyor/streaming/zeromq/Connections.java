package dev.conveyor.streaming.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;

/** The network connections of one socket. Safe for threads: ZeroMQ's own thread reports to it. */
final class Connections implements ZEvent.ZEventConsummer {
  private static final int EVENTS =
      ZMQ.EVENT_CONNECTED
          | ZMQ.EVENT_ACCEPTED
          | ZMQ.EVENT_HANDSHAKE_PROTOCOL
          | ZMQ.EVENT_DISCONNECTED;

  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

  /** How many of them have answered in ZeroMQ's protocol. */
  private final AtomicInteger greeted = new AtomicInteger();

  static Connections of(ZMQ.Socket socket) {
    Connections connections = new Connections();
    socket.setEventHook(connections, EVENTS);
    return connections;
  }

  @Override
  public void consume(ZEvent event) {
    switch (event.getEvent()) {
      case CONNECTED, ACCEPTED -> open.add(event.getValue());
      case HANDSHAKE_PROTOCOL -> greeted.incrementAndGet();
      case DISCONNECTED -> {
        SelectableChannel channel = event.getValue();
        open.remove(channel);
        greeted.accumulateAndGet(open.size(), Math::min);
      }
      default -> {}
    }
  }

  /** Whether a peer that speaks ZeroMQ is there. */
  boolean any() {
    return greeted.get() > 0;
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
