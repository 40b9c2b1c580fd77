package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
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
  private final Announcements announcements;
  private final OpenConnections connections;
  private final Turnstile turnstile;

  /**
   * @param socketType as JeroMQ numbers them
   */
  GuardedProvider(
      int socketType,
      ConnectionRules rules,
      ConnectionEvents events,
      Announcements announcements,
      OpenConnections connections,
      Turnstile turnstile) {
    this.socketType = socketType;
    this.rules = rules;
    this.events = events;
    this.announcements = announcements;
    this.connections = connections;
    this.turnstile = turnstile;
  }

  ConnectionEvents events() {
    return events;
  }

  Turnstile turnstile() {
    return turnstile;
  }

  int socketType() {
    return socketType;
  }

  boolean encrypts() {
    return rules.encrypted();
  }

  /** The name of the security mechanism in a greeting. */
  String mechanism() {
    return rules.encrypted() ? "CURVE" : "NULL";
  }

  ZmtpGuard newGuard() {
    return new ZmtpGuard(rules, announcements);
  }

  /** Begins to check an accepted connection. */
  Visitor greet(SocketChannel connection) {
    return new Visitor(this, connection);
  }

  /** The connection of a visitor that this guard has let in so far. */
  GuardedChannel guard(SocketChannel connection, ZmtpGuard guard, ByteBuffer arrived) {
    return new GuardedChannel(this, connection, rules, events, connections, guard, arrived);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    SocketChannel connection =
        rules.socketFile().isPresent()
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    return new GuardedChannel(this, connection, rules, events, connections, newGuard(), null);
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

  /** JeroMQ asks a provider for the two kinds of socket channels only. */
  private static UnsupportedOperationException notUsed() {
    return new UnsupportedOperationException("sockets of ZeroMQ are TCP or Unix domain sockets");
  }
}
