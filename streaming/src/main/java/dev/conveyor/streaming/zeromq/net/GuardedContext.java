package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.SocketBase;
import zmq.poll.PollItem;

/**
 * A context of JeroMQ whose sockets use guarded channels, and that reports its failures. JeroMQ
 * 0.6.0 trusts the bytes of a peer in several places. An exception there leaves the connection half
 * decoded, and its I/O thread spins; this context ends such a connection.
 *
 * <p>Sockets belong to the thread that uses them; the context is safe for threads.
 */
public final class GuardedContext extends Ctx implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedContext.class);

  /**
   * The lower limit of memory for frames, in bytes; the limit is an eighth of the heap if that is
   * more.
   */
  private static final long MIN_RESERVED = 256L << 20;

  private final FrameMemoryLimit memory =
      new FrameMemoryLimit(Math.max(MIN_RESERVED, Runtime.getRuntime().maxMemory() / 8));
  private final OpenConnections connections = new OpenConnections();

  /** The selectors that JeroMQ has not closed. */
  private final Set<Selector> selectors = ConcurrentHashMap.newKeySet();

  private volatile Throwable failure;

  /** Creates a context with one I/O thread, which starts with the first socket. */
  public GuardedContext() {
    setNotificationExceptionHandler((thread, e) -> handled(e));
    setUncaughtExceptionHandler((thread, e) -> failure = e);
  }

  /** Handles an exception of the I/O thread, which continues. */
  private void handled(Throwable e) {
    LOG.debug("ZeroMQ's I/O thread continues after an exception", e);
    if (!GuardedSelector.breakOffCurrent("bytes that ZeroMQ cannot decode")) {
      LOG.warn("ZeroMQ's I/O thread continues after {}", e.toString());
    }
  }

  /** Returns the failure that ended an I/O thread: nothing is sent or received after it. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Creates a socket that discards unsent messages when it is closed. It is closed before the
   * context.
   */
  public ZMQ.Socket createSocket(SocketType type) {
    ZMQ.Socket socket = new ContextSocket(createSocket(type.type()));
    socket.setLinger(0);
    return socket;
  }

  /** Sets the rules for the peers of a socket, before it binds or connects. */
  public void guard(ZMQ.Socket socket, ConnectionRules rules, ConnectionEvents events) {
    GuardedProvider provider =
        new GuardedProvider(socket.getSocketType().type(), rules, events, memory, connections);
    socket.setSelectorChooser((address, options) -> provider);
  }

  /**
   * Waits until one of the sockets has a message to receive.
   *
   * @param millis the timeout
   * @return false if the thread was interrupted
   */
  public boolean awaitMessage(long millis, ZMQ.Socket... sockets) {
    Selector selector = createSelector();
    try {
      PollItem[] items = new PollItem[sockets.length];
      for (int i = 0; i < sockets.length; i++) {
        items[i] = new PollItem(sockets[i].base(), zmq.ZMQ.ZMQ_POLLIN);
      }
      return zmq.ZMQ.poll(selector, items, millis) >= 0;
    } finally {
      closeSelector(selector);
    }
  }

  @Override
  public Selector createSelector() {
    try {
      GuardedSelector selector = new GuardedSelector(Selector.open(), connections);
      if (selectors
          != null) { // The constructor of JeroMQ calls this before; JeroMQ closes that one.
        selectors.add(selector);
      }
      return selector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean closeSelector(Selector selector) {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return selectors.remove(selector);
  }

  /**
   * Waits until all connections are closed. A lingering one closes when its peer has read
   * everything or has disconnected. Called after all sockets are closed.
   *
   * @param millis the timeout
   * @return false after the timeout
   */
  public boolean awaitConnections(long millis) throws InterruptedException {
    return connections.await(millis);
  }

  /** Ends the context and its threads; waits for the sockets' linger time. */
  @Override
  public void close() {
    terminate();
    selectors.forEach(this::closeSelector);
    connections.closeAll();
  }

  /** Makes the constructor of a socket accessible. */
  private static final class ContextSocket extends ZMQ.Socket {
    ContextSocket(SocketBase base) {
      super(base);
    }
  }
}
