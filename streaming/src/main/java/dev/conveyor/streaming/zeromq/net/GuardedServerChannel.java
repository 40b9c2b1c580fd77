package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A listening socket, whose connections are guarded. */
final class GuardedServerChannel extends ServerSocketChannel implements Guarded {
  /** In milliseconds, after a failure to accept: JeroMQ tries again at once, without end. */
  private static final long PAUSE = 20;

  private final GuardedProvider provider;
  private final ServerSocketChannel real;
  private final ServerSocket socket;

  GuardedServerChannel(GuardedProvider provider, ServerSocketChannel real, ServerSocket socket) {
    super(provider);
    this.provider = provider;
    this.real = real;
    this.socket = socket;
  }

  @Override
  public SelectableChannel real() {
    return real;
  }

  @Override
  public SocketChannel accept() throws IOException {
    try {
      SocketChannel connection = real.accept();
      return connection == null ? null : provider.guard(connection);
    } catch (IOException e) {
      pause(); // The process may have no file descriptor left.
      throw e;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
