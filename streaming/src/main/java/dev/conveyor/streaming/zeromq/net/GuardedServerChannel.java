package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A listening socket, whose connections are guarded. */
final class GuardedServerChannel extends ServerSocketChannel implements Guarded {
  private final ServerSocketChannel real;
  private final ServerSocket socket;
  private final PendingConnections lobby;

  GuardedServerChannel(GuardedProvider provider, ServerSocketChannel real, ServerSocket socket) {
    super(provider);
    this.real = real;
    this.socket = socket;
    this.lobby = new PendingConnections(real, provider);
  }

  @Override
  public SelectableChannel real() {
    return real;
  }

  /** The next connection whose peer has completed the first step; null if there is none. */
  @Override
  public SocketChannel accept() {
    return lobby.next();
  }

  PendingConnections lobby() {
    return lobby;
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    socket.bind(local, backlog);
    return this;
  }

  /** The socket by which JeroMQ binds. */
  @Override
  public ServerSocket socket() {
    return socket;
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    real.close();
    socket.close();
    lobby.close();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    real.configureBlocking(block);
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    if (real.supportedOptions().contains(name)) {
      real.setOption(name, value);
    }
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return real.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return real.supportedOptions();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return real.getLocalAddress();
  }
}
