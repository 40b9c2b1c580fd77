package dev.conveyor.streaming.zeromq;

import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /** In milliseconds; a connection that breaks is back within this, or not soon. */
  private static final int MOMENT = 1_000;

  private final CountDownLatch ended = new CountDownLatch(1);
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

  /** ZeroMQ calls this when the socket is gone: all that was sent has left, or its time is up. */
  @Override
  public void close() {
    ended.countDown();
  }

  /** Waits until the socket is gone, or nobody is there any more to whom it could send. */
  void awaitEnd() throws InterruptedException {
    while (!ended.await(MOMENT, TimeUnit.MILLISECONDS) && any()) {
      // A slow reader is still reading.
    }
  }
}
