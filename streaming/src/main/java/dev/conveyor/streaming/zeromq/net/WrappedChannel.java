package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A connection that delegates to its real one. Over a Unix domain socket it presents itself as a
 * connection of the loopback interface.
 */
abstract class WrappedChannel extends SocketChannel implements Guarded<SocketChannel> {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** The connection that the operating system knows. */
  final SocketChannel real;

  private final Optional<Path> socketFile;

  WrappedChannel(SelectorProvider provider, SocketChannel real, Optional<Path> socketFile) {
    super(provider);
    this.real = real;
    this.socketFile = socketFile;
  }

  @Override
  public final SocketChannel real() {
    return real;
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    real.configureBlocking(block);
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    return real.connect(
        socketFile.isPresent() ? UnixDomainSocketAddress.of(socketFile.get()) : remote);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return real.finishConnect();
  }

  @Override
  public boolean isConnected() {
    return real.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return real.isConnectionPending();
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    return socketFile.isPresent() ? LOOPBACK : real.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return socketFile.isPresent() ? LOOPBACK : real.getLocalAddress();
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    setRealOption(name, value);
    return this;
  }

  @Override
  public SocketChannel bind(SocketAddress local) throws IOException {
    real.bind(local);
    return this;
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    real.shutdownInput();
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    real.shutdownOutput();
    return this;
  }

  @Override
  public Socket socket() {
    return real.socket();
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) {
    throw new UnsupportedOperationException("JeroMQ reads into one buffer");
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException("JeroMQ writes from one buffer");
  }
}
