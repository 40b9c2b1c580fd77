package dev.conveyor.streaming.zeromq.net;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;

/**
 * The registration of a channel with a {@link GuardedSelector}, backed by the key of its real
 * channel. Belongs to the selector's thread.
 */
final class GuardedKey extends AbstractSelectionKey {
  private final GuardedSelector selector;
  private final SelectableChannel channel;
  private final Runnable onReady = this::onReady;

  /** The key of the real channel at the real selector. */
  private SelectionKey real;

  private int interest;

  /** The operations for which the key was selected. */
  private int ready;

  GuardedKey(GuardedSelector selector, SelectableChannel channel) {
    this.selector = selector;
    this.channel = channel;
  }

  void register(SelectableChannel realChannel, Selector realSelector, int operations)
      throws ClosedChannelException {
    interest = operations;
    real = realChannel.register(realSelector, operations, onReady);
  }

  /** Cancels the key of the real channel, unless a {@link ClosingConnection} uses it. */
  void cancelRegistration() {
    if (real.attachment() == onReady) {
      real.cancel();
    }
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public Selector selector() {
    return selector;
  }

  /** Returns the operations of interest, even after the real key was cancelled. */
  int interest() {
    return interest;
  }

  boolean isInterestedIn(int operation) {
    return (interest & operation) != 0;
  }

  boolean isReadyFor(int operation) {
    return (ready & operation) != 0;
  }

  @Override
  public int interestOps() {
    return real.interestOps();
  }

  @Override
  public SelectionKey interestOps(int operations) {
    if (channel instanceof GuardedChannel connection) {
      connection.reads((operations & OP_READ) != 0);
    }
    interest = operations;
    real.interestOps(operations);
    return this;
  }

  /** Selects the key, or lets a listening socket accept its pending connections. */
  private void onReady() {
    if (channel instanceof GuardedServerChannel server) {
      server.pending().accept();
    } else {
      select(real.readyOps());
    }
  }

  void select(int operations) {
    ready = selector.select(this) ? operations : ready | operations;
  }

  /** JeroMQ calls this right before it handles the event. */
  @Override
  public int readyOps() {
    selector.handle(this);
    if (channel instanceof GuardedServerChannel server) {
      return server.pending().hasNext() ? OP_ACCEPT : 0;
    }
    return ready;
  }
}
