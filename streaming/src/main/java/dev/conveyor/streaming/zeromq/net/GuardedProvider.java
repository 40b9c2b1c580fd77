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
  private final int socketType;
  private final ConnectionRules rules;
  private final ConnectionEvents events;
  private final FrameMemoryLimit memory;
  private final OpenConnections connections;

  /**
   * @param socketType the number of the type in JeroMQ
   */
  GuardedProvider(
      int socketType,
      ConnectionRules rules,
      ConnectionEvents events,
      FrameMemoryLimit memory,
      OpenConnections connections) {
    this.socketType = socketType;
    this.rules = rules;
    this.events = events;
    this.memory = memory;
    this.connections = connections;
  }

  ConnectionRules rules() {
    return rules;
  }

  OpenConnections connections() {
    return connections;
  }

  ConnectionEvents events() {
    return events;
  }

  int socketType() {
    return socketType;
  }

  ZmtpGuard newGuard() {
    return new ZmtpGuard(rules, memory);
  }

  /** Returns the unencrypted stream of a connection. */
  PeerStream streamOf(SocketChannel connection, ZmtpGuard guard) {
    return rules.curve().isPresent()
        ? new CurveStream(connection, rules.curve().get().get(), rules.maxMessage(), guard, memory)
        : new PlainStream(connection);
  }

  /** Starts the handshake of an accepted connection. */
  PendingConnection greet(SocketChannel connection) {
    return new PendingConnection(this, connection);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    SocketChannel connection =
        rules.socketFile().isPresent()
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    ZmtpGuard guard = newGuard();
    return new GuardedChannel(this, connection, guard, streamOf(connection, guard), null);
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
    throw notUsed();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    throw notUsed();
  }

  @Override
  public Pipe openPipe() {
    throw notUsed();
  }

  @Override
  public AbstractSelector openSelector() {
    throw notUsed();
  }

  /** Creates the exception for channels that JeroMQ does not open. */
  private static UnsupportedOperationException notUsed() {
    return new UnsupportedOperationException("sockets of ZeroMQ are TCP or Unix domain sockets");
  }
}
