package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listening socket that accepts guarded connections. */
final class GuardedServerChannel extends ServerSocketChannel
    implements Guarded<ServerSocketChannel> {
  private final ServerSocketChannel real;
  private final ServerSocket socket;
  private final PendingConnections pending;

  GuardedServerChannel(GuardedProvider provider, ServerSocketChannel real, ServerSocket socket) {
    super(provider);
    this.real = real;
    this.socket = socket;
    this.pending = new PendingConnections(real, provider);
  }

  @Override
  public ServerSocketChannel real() {
    return real;
  }

  /** Returns the next connection whose peer has completed the first step; null if there is none. */
  @Override
  public SocketChannel accept() {
    return pending.next();
  }

  PendingConnections pending() {
    return pending;
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    socket.bind(local, backlog);
    return this;
  }

  /** Returns the socket by which JeroMQ binds. */
  @Override
  public ServerSocket socket() {
    return socket;
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    real.close();
    socket.close();
    pending.close();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    real.configureBlocking(block);
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    setRealOption(name, value);
    return this;
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return real.getLocalAddress();
  }
}
