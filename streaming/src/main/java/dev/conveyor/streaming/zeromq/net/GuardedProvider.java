package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Opens the guarded channels of one socket. */
final class GuardedProvider extends SelectorProvider {
  private final ConnectionRules rules;
  private final ConnectionEvents events;
  private final Announcements announcements;

  GuardedProvider(ConnectionRules rules, ConnectionEvents events, Announcements announcements) {
    this.rules = rules;
    this.events = events;
    this.announcements = announcements;
  }

  GuardedChannel guard(SocketChannel connection) {
    return new GuardedChannel(this, connection, rules, events, announcements);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return guard(
        rules.socketFile().isPresent()
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    if (rules.socketFile().isEmpty()) {
      ServerSocketChannel real = ServerSocketChannel.open();
      return new GuardedServerChannel(this, real, real.socket());
    }
    ServerSocketChannel real = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return new GuardedServerChannel(
        this, real, new UnixServerSocket(real, rules.socketFile().get()));
  }

  @Override
  public DatagramChannel openDatagramChannel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Pipe openPipe() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AbstractSelector openSelector() {
    throw new UnsupportedOperationException();
  }
}
