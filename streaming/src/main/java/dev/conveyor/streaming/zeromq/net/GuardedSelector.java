package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A selector that serves guarded channels by their real ones, which alone a selector of the JDK
 * accepts, and other channels directly. Belongs to one thread, except for {@link #wakeup} and
 * {@link #close}.
 */
final class GuardedSelector extends AbstractSelector {
  private static final ThreadLocal<GuardedSelector> OF_THREAD = new ThreadLocal<>();

  /** In milliseconds, between two looks at a lobby. */
  private static final long LOOK = 100;

  private final Selector real;
  private final Set<SelectionKey> registered = new HashSet<>();
  private final PendingConnectionsByKey lobbies = new PendingConnectionsByKey();
  private final Set<SelectionKey> selected = new HashSet<>();

  /** Those registered since the latest selection. */
  private final Set<Key> fresh = new HashSet<>();

  /** Connections with bytes that can be read without the network. */
  private final Set<GuardedChannel> filled = new HashSet<>();

  private final Handshakes handshakes = new Handshakes();
  private Key current;
  private volatile boolean woken;

  private final ClosingConnections farewells;

  GuardedSelector(Selector real, OpenConnections connections) {
    super(SelectorProvider.provider());
    this.real = real;
    this.farewells = new ClosingConnections(connections);
  }

  /** Takes a connection over that JeroMQ has closed, and closes it when its peer has. */
  void takeLeave(ClosingConnection farewell) {
    farewells.add(farewell, real);
  }

  /** Ends the connection whose event this thread is handling, if it is handling one. */
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

  Selector real() {
    return real;
  }

  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, Object attachment) {
    SelectableChannel inner = channel instanceof Guarded guarded ? guarded.real() : channel;
    try {
      SelectionKey earlier = inner.keyFor(real);
      if (earlier != null && !earlier.isValid()) {
        real.selectNow(this::take); // Removes keys that are cancelled.
      }
      Key key = new Key(channel);
      key.attach(attachment);
      key.operations = operations;
      key.inner = inner.register(real, operations, key.onReady);
      if (channel instanceof GuardedChannel connection) {
        connection.watchedBy(this);
        connection.reads((operations & SelectionKey.OP_READ) != 0);
        handshakes.add(connection);
        hasRead(connection);
      }
      fresh.add(key);
      registered.add(key);
      if (channel instanceof GuardedServerChannel server) {
        server.lobby().watchBy(this);
        lobbies.put(key, server.lobby());
      }
      return key;
    } catch (ClosedChannelException e) {
      throw new CancelledKeyException();
    } catch (IOException e) {
      throw new IllegalStateException("cannot register a channel", e);
    }
  }

  /** What a key at the real selector stands for knows what to do. */
  private void take(SelectionKey inner) {
    ((Runnable) inner.attachment()).run();
  }

  /** Notes whether more bytes can be read without the network. */
  void hasRead(GuardedChannel connection) {
    if (connection.hasArrived()) {
      filled.add(connection);
    } else {
      filled.remove(connection);
    }
  }

  private void selectFilled() {
    for (GuardedChannel connection : filled) {
      Key key = (Key) connection.keyFor(this);
      if (key != null && key.isValid() && (key.operations & SelectionKey.OP_READ) != 0) {
        key.select(SelectionKey.OP_READ);
      }
    }
  }

  private void begins() throws ClosedChannelException {
    OF_THREAD.set(this);
    current = null;
    List<Key> mistaken = removeCancelled();
    fresh.clear();
    for (Key key : mistaken) {
      key.channel.register(this, key.operations, key.attachment());
    }
  }

  /**
   * Removes cancelled keys. Where JeroMQ 0.6.0 connects at once, it registers the connection and
   * then cancels this very key in place of one that it never registered: its handshake would not
   * finish.
   *
   * @return the keys that were cancelled by mistake
   */
  private List<Key> removeCancelled() {
    List<Key> mistaken = new ArrayList<>();
    Set<SelectionKey> cancelled = cancelledKeys();
    synchronized (cancelled) {
      for (SelectionKey each : cancelled) {
        Key key = (Key) each;
        if (key.inner.attachment() == key.onReady) { // Otherwise it serves a farewell.
          key.inner.cancel();
        }
        selected.remove(key);
        filled.remove(key.channel);
        lobbies.remove(key);
        registered.remove(key);
        deregister(key);
        if (fresh.contains(key) && key.channel.isOpen()) {
          mistaken.add(key);
        }
      }
      cancelled.clear();
    }
    return mistaken;
  }

  /**
   * Selects until there is something to report. What happens in a lobby is handled here, for JeroMQ
   * takes selections without a result for a fault of the selector.
   *
   * @param millis how long at most; negative: without end
   */
  private int await(long millis) throws IOException {
    begins();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    long left = millis;
    do {
      selectFilled();
      long wait = isWaiting() ? (left < 0 ? LOOK : Math.min(left, LOOK)) : left;
      if (wait == 0 || lobbies.haveNext() || !selected.isEmpty()) {
        real.selectNow(this::take);
      } else {
        real.select(this::take, Math.max(0, wait));
      }
      lobbies.tend(selected);
      farewells.endSilent();
      handshakes.expire();
      left =
          millis < 0 ? millis : Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    } while (selected.isEmpty() && left != 0 && mayGoOn());
    woken = false;
    connectionsFirst();
    return selected.size();
  }

  private boolean isWaiting() {
    return lobbies.areWaiting() || !farewells.isEmpty() || handshakes.areGoingOn();
  }

  private boolean mayGoOn() {
    return (!lobbies.isEmpty() || isWaiting())
        && !woken
        && isOpen()
        && !Thread.currentThread().isInterrupted();
  }

  /**
   * Reports connections that were just opened alone; the other channels are still ready afterwards.
   * JeroMQ 0.6.0 loses the registration of such a connection when it handles the message that hands
   * it over in the same turn.
   */
  private void connectionsFirst() {
    if (selected.stream().anyMatch(GuardedSelector::isConnecting)) {
      selected.removeIf(key -> !isConnecting(key));
    }
  }

  private static boolean isConnecting(SelectionKey key) {
    return (((Key) key).ready & SelectionKey.OP_CONNECT) != 0;
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

  /** A closed channel keeps its file descriptor for as long as it is registered anywhere. */
  @Override
  protected void implCloseSelector() throws IOException {
    for (SelectionKey key : registered) {
      deregister((Key) key);
    }
    registered.clear();
    real.close();
  }

  /** Registers a channel here, by the key of its real channel at the real selector. */
  private final class Key extends AbstractSelectionKey {
    private final SelectableChannel channel;
    private final Runnable onReady = this::isReady;
    private SelectionKey inner;
    private int operations;

    /** The operations for which the key was selected. */
    private int ready;

    Key(SelectableChannel channel) {
      this.channel = channel;
    }

    @Override
    public SelectableChannel channel() {
      return channel;
    }

    @Override
    public Selector selector() {
      return GuardedSelector.this;
    }

    @Override
    public int interestOps() {
      return inner.interestOps();
    }

    @Override
    public SelectionKey interestOps(int operations) {
      if (channel instanceof GuardedChannel connection) {
        connection.reads((operations & OP_READ) != 0);
      }
      this.operations = operations;
      inner.interestOps(operations);
      return this;
    }

    /** Reports the channel, or lets its lobby receive who has come. */
    private void isReady() {
      PendingConnections lobby = lobbies.of(this);
      if (lobby == null) {
        select(inner.readyOps());
      } else {
        lobby.accept();
      }
    }

    private void select(int operations) {
      ready = selected.add(this) ? operations : ready | operations;
    }

    /** The event is about to be handled. */
    @Override
    public int readyOps() {
      current = this;
      PendingConnections lobby = lobbies.of(this);
      if (lobby == null) {
        return ready;
      }
      return lobby.hasNext() ? OP_ACCEPT : 0;
    }
  }
}
