package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.net.GuardedContext;
import java.util.HashMap;
import java.util.Map;
import org.zeromq.ZMQ;

/**
 * One socket's place at a name inside this JVM. JeroMQ 0.6.0 hands over a stray frame where a
 * socket connects before another has bound, so that connecting waits for that here; and where the
 * binding socket is replaced, it connects anew. All these sockets live in one context, which ends
 * with the last of them.
 */
final class Inproc {
  private static final Map<String, Inproc> BOUND = new HashMap<>();
  private static GuardedContext shared;
  private static int users;

  private final Address address;
  private final ZMQ.Socket socket;

  /** Where this socket is connected; itself if it binds, null if it is nowhere. */
  private Inproc host;

  /** How many are connected here. */
  private int guests;

  Inproc(Address address, ZMQ.Socket socket) {
    this.address = address;
    this.socket = socket;
  }

  static boolean serves(Address address) {
    return address.scheme().equals("zmq+inproc");
  }

  /** To be given back by {@link #release}, once the socket is gone. */
  static synchronized GuardedContext context() {
    if (users++ == 0) {
      shared = new GuardedContext();
    }
    return shared;
  }

  static void release() {
    GuardedContext unused;
    synchronized (Inproc.class) {
      if (--users > 0) {
        return;
      }
      unused = shared;
      shared = null;
    }
    unused.close();
  }

  /** Takes the name for this socket. */
  void bind() {
    synchronized (Inproc.class) {
      if (BOUND.putIfAbsent(address.host(), this) != null) {
        throw new TransportException(
            "cannot bind "
                + address
                + ": the name is in use in this JVM; end what holds it, or choose another");
      }
      socket.bind(location());
      host = this;
    }
  }

  /** Connects to whoever holds the name now, if anybody does; to be called ever again. */
  void connect() {
    synchronized (Inproc.class) {
      Inproc now = BOUND.get(address.host());
      if (host != this && now != host) {
        if (now != null) {
          socket.connect(location()); // Throws, and is to be tried again, where it is interrupted.
          now.guests++;
        }
        host = now;
      }
    }
  }

  /** Whether somebody is at the other end. */
  boolean hasPeer() {
    synchronized (Inproc.class) {
      return host == this ? guests > 0 : host != null && BOUND.get(address.host()) == host;
    }
  }

  /** Gives the name up. */
  void leave() {
    synchronized (Inproc.class) {
      if (host == this) {
        BOUND.remove(address.host());
        socket.unbind(location());
      } else if (host != null) {
        host.guests--;
      }
    }
  }

  private String location() {
    return "inproc://" + address.host();
  }
}
