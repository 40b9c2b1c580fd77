package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A selector that registers the real channels of guarded ones, since a selector of the JDK accepts
 * no others, and other channels directly. Belongs to one thread, except for {@link #wakeup} and
 * {@link #close}.
 */
final class GuardedSelector extends AbstractSelector {
  private static final ThreadLocal<GuardedSelector> OF_THREAD = new ThreadLocal<>();

  /** The interval of checks of pending and closing connections, in milliseconds. */
  private static final long CHECK_INTERVAL = 100;

  private final Selector real;
  private final Set<SelectionKey> registered = new HashSet<>();
  private final PendingConnectionsByKey pending = new PendingConnectionsByKey();
  private final Set<SelectionKey> selected = new HashSet<>();

  /** The keys that were registered since the latest selection. */
  private final Set<GuardedKey> fresh = new HashSet<>();

  private final BufferedConnections buffered = new BufferedConnections();
  private final Handshakes handshakes = new Handshakes();
  private GuardedKey current;
  private volatile boolean woken;
  private final ClosingConnections closing;

  GuardedSelector(Selector real, OpenConnections connections) {
    super(SelectorProvider.provider());
    this.real = real;
    this.closing = new ClosingConnections(connections);
  }

  /** Drains a connection that JeroMQ has closed, and closes it when its peer does. */
  void closeGracefully(ClosingConnection connection) {
    closing.add(connection, real);
  }

  /** Ends the connection whose event this thread is handling; returns false if there is none. */
  static boolean breakOffCurrent(String reason) {
    GuardedSelector selector = OF_THREAD.get();
    if (selector == null
        || selector.current == null
        || !(selector.current.channel() instanceof GuardedChannel connection)) {
      return false;
    }
    connection.breakOff(reason);
    return true;
  }

  /** Records the key whose event is about to be handled. */
  void handle(GuardedKey key) {
    current = key;
  }

  /** Returns false if the key was selected before. */
  boolean select(GuardedKey key) {
    return selected.add(key);
  }

  Selector real() {
    return real;
  }

  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, Object attachment) {
    SelectableChannel inner = channel instanceof Guarded<?> guarded ? guarded.real() : channel;
    try {
      SelectionKey earlier = inner.keyFor(real);
      if (earlier != null && !earlier.isValid()) {
        real.selectNow(this::dispatch); // Removes keys that are cancelled.
      }
      GuardedKey key = new GuardedKey(this, channel);
      key.attach(attachment);
      key.register(inner, real, operations);
      if (channel instanceof GuardedChannel connection) {
        connection.registeredWith(this);
        connection.reads((operations & SelectionKey.OP_READ) != 0);
        handshakes.add(connection);
        buffered.update(connection);
      }
      fresh.add(key);
      registered.add(key);
      if (channel instanceof GuardedServerChannel server) {
        server.pending().registerWith(this);
        pending.put(key, server.pending());
      }
      return key;
    } catch (ClosedChannelException e) {
      throw new CancelledKeyException();
    } catch (IOException e) {
      throw new IllegalStateException("cannot register a channel", e);
    }
  }

  /** Runs the action that is attached to a key of the real selector. */
  private void dispatch(SelectionKey inner) {
    ((Runnable) inner.attachment()).run();
  }

  /** Records whether more bytes of a connection can be read without the network. */
  void updateBuffered(GuardedChannel connection) {
    buffered.update(connection);
  }

  private void beginSelection() throws ClosedChannelException {
    OF_THREAD.set(this);
    current = null;
    List<GuardedKey> mistaken = removeCancelled();
    fresh.clear();
    for (GuardedKey key : mistaken) {
      key.channel().register(this, key.interest(), key.attachment());
    }
  }

  /**
   * Removes cancelled keys. Where JeroMQ 0.6.0 connects immediately, it registers the connection
   * and then cancels that key instead of one that it never registered. The handshake of such a
   * connection would not complete.
   *
   * @return the keys that were cancelled by mistake
   */
  private List<GuardedKey> removeCancelled() {
    List<GuardedKey> mistaken = new ArrayList<>();
    Set<SelectionKey> cancelled = cancelledKeys();
    synchronized (cancelled) {
      for (SelectionKey each : cancelled) {
        GuardedKey key = (GuardedKey) each;
        key.cancelRegistration();
        selected.remove(key);
        buffered.remove(key.channel());
        pending.remove(key);
        registered.remove(key);
        deregister(key);
        if (fresh.contains(key) && key.channel().isOpen()) {
          mistaken.add(key);
        }
      }
      cancelled.clear();
    }
    return mistaken;
  }

  /**
   * Selects until a channel is ready. Handles pending connections here: JeroMQ takes a selection
   * without a result for a fault of the selector.
   *
   * @param millis the timeout; negative for none
   */
  private int await(long millis) throws IOException {
    beginSelection();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    long left = millis;
    do {
      buffered.select(this);
      long wait =
          needsChecks() ? (left < 0 ? CHECK_INTERVAL : Math.min(left, CHECK_INTERVAL)) : left;
      if (wait == 0 || pending.haveNext() || !selected.isEmpty()) {
        real.selectNow(this::dispatch);
      } else {
        real.select(this::dispatch, Math.max(0, wait));
      }
      pending.advance(selected);
      closing.endSilent();
      handshakes.expire();
      left =
          millis < 0 ? millis : Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    } while (selected.isEmpty() && left != 0 && mayContinue());
    woken = false;
    selectConnectionsFirst();
    return selected.size();
  }

  private boolean needsChecks() {
    return pending.haveUnfinished() || !closing.isEmpty() || handshakes.areIncomplete();
  }

  private boolean mayContinue() {
    return (!pending.isEmpty() || needsChecks())
        && !woken
        && isOpen()
        && !Thread.currentThread().isInterrupted();
  }

  /**
   * Reports newly opened connections alone; the other channels are still ready afterwards. JeroMQ
   * 0.6.0 loses the registration of such a connection if it handles the message that transfers the
   * connection in the same turn.
   */
  private void selectConnectionsFirst() {
    if (selected.stream().anyMatch(GuardedSelector::isConnecting)) {
      selected.removeIf(key -> !isConnecting(key));
    }
  }

  private static boolean isConnecting(SelectionKey key) {
    return ((GuardedKey) key).isReadyFor(SelectionKey.OP_CONNECT);
  }

  @Override
  public int selectNow() throws IOException {
    return await(0);
  }

  @Override
  public int select(long timeout) throws IOException {
    return await(timeout == 0 ? -1 : timeout);
  }

  @Override
  public int select() throws IOException {
    return await(-1);
  }

  @Override
  public Selector wakeup() {
    woken = true;
    real.wakeup();
    return this;
  }

  @Override
  public Set<SelectionKey> keys() {
    return Collections.unmodifiableSet(registered);
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return selected;
  }

  /** Deregisters all keys: a registered channel keeps its file descriptor even when closed. */
  @Override
  protected void implCloseSelector() throws IOException {
    for (SelectionKey key : registered) {
      deregister((GuardedKey) key);
    }
    registered.clear();
    real.close();
  }
}
