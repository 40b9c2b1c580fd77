package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.net.GuardedContext;
import java.util.HashMap;
import java.util.Map;
import org.zeromq.ZMQ;

/**
 * One socket's registration under a name inside this JVM. JeroMQ 0.6.0 delivers a stray frame if a
 * socket connects before another has bound, so that connecting waits for the binding socket. It
 * reconnects if the binding socket is replaced. All these sockets share one context, which ends
 * with the last of them.
 */
final class Inproc {
  private static final Map<String, Inproc> BOUND = new HashMap<>();
  private static GuardedContext shared;
  private static int users;

  private final Address address;
  private final ZMQ.Socket socket;

  /** The binding socket: this one if it binds; null while it is not connected. */
  private Inproc host;

  /** The number of sockets that are connected to this one. */
  private int connected;

  Inproc(Address address, ZMQ.Socket socket) {
    this.address = address;
    this.socket = socket;
  }

  static boolean serves(Address address) {
    return address.scheme().equals("zmq+inproc");
  }

  /** Acquires the shared context; {@link #release} returns it, after the socket is closed. */
  static synchronized GuardedContext context() {
    if (users++ == 0) {
      shared = new GuardedContext();
    }
    return shared;
  }

  static void release() {
    GuardedContext last;
    synchronized (Inproc.class) {
      if (--users > 0) {
        return;
      }
      last = shared;
      shared = null;
    }
    last.close();
  }

  /** Binds the socket to its name. */
  void bind() {
    synchronized (Inproc.class) {
      if (BOUND.putIfAbsent(address.host(), this) != null) {
        throw new TransportException(
            "cannot bind "
                + address
                + ": the name is in use in this JVM; close the socket that uses it, or choose"
                + " another");
      }
      socket.bind(location());
      host = this;
    }
  }

  /** Connects to the socket that is bound to the name, if any; the caller repeats this. */
  void connect() {
    synchronized (Inproc.class) {
      Inproc bound = BOUND.get(address.host());
      if (host != this && bound != host) {
        if (bound != null) {
          socket.connect(location()); // Throws if interrupted; the caller repeats it.
          bound.connected++;
        }
        host = bound;
      }
    }
  }

  /** Returns whether a peer is connected. */
  boolean hasPeer() {
    synchronized (Inproc.class) {
      return host == this ? connected > 0 : host != null && BOUND.get(address.host()) == host;
    }
  }

  /** Unbinds or disconnects the socket. */
  void leave() {
    synchronized (Inproc.class) {
      if (host == this) {
        BOUND.remove(address.host());
        socket.unbind(location());
      } else if (host != null) {
        host.connected--;
      }
    }
  }

  private String location() {
    return "inproc://" + address.host();
  }
}
