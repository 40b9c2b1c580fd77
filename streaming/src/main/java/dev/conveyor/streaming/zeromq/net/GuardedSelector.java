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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A selector that serves guarded channels by their real ones, which alone a selector of the JDK
 * accepts, and other channels directly. Belongs to one thread, except for {@link #wakeup} and
 * {@link #close}.
 */
final class GuardedSelector extends AbstractSelector {
  private static final ThreadLocal<GuardedSelector> OF_THREAD = new ThreadLocal<>();

  private final Selector real;
  private final Set<SelectionKey> selected = new HashSet<>();

  /** Those registered since the latest selection. */
  private final Set<Key> fresh = new HashSet<>();

  private Key current;

  GuardedSelector(Selector real) {
    super(SelectorProvider.provider());
    this.real = real;
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
      key.inner = inner.register(real, operations, key);
      fresh.add(key);
      return key;
    } catch (ClosedChannelException e) {
      throw new CancelledKeyException();
    } catch (IOException e) {
      throw new IllegalStateException("cannot register a channel", e);
    }
  }

  private void take(SelectionKey inner) {
    selected.add((Key) inner.attachment());
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
        key.inner.cancel();
        selected.remove(key);
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
   * Reports connections that were just opened alone; the other channels are still ready afterwards.
   * JeroMQ 0.6.0 loses the registration of such a connection when it handles the message that hands
   * it over in the same turn.
   */
  private int connectionsFirst(int count) {
    if (selected.stream().anyMatch(GuardedSelector::isConnecting)) {
      selected.removeIf(key -> !isConnecting(key));
    }
    return count;
  }

  private static boolean isConnecting(SelectionKey key) {
    return (((Key) key).inner.readyOps() & SelectionKey.OP_CONNECT) != 0;
  }

  @Override
  public int selectNow() throws IOException {
    begins();
    return connectionsFirst(real.selectNow(this::take));
  }

  @Override
  public int select(long timeout) throws IOException {
    begins();
    return connectionsFirst(real.select(this::take, timeout));
  }

  @Override
  public int select() throws IOException {
    return select(0);
  }

  @Override
  public Selector wakeup() {
    real.wakeup();
    return this;
  }

  @Override
  public Set<SelectionKey> keys() {
    return real.keys().stream()
        .map(key -> (SelectionKey) key.attachment())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return selected;
  }

  @Override
  protected void implCloseSelector() throws IOException {
    real.close();
  }

  /** Registers a channel here, by the key of its real channel at the real selector. */
  private final class Key extends AbstractSelectionKey {
    private final SelectableChannel channel;
    private SelectionKey inner;
    private int operations;

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

    /** The event is about to be handled. */
    @Override
    public int readyOps() {
      current = this;
      return inner.readyOps();
    }
  }
}
