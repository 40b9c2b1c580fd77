package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The role of one end of an address, which decides how its socket binds or connects. */
enum SocketRole {
  /** Sends; binds unless the address says {@code &connect}. */
  FEEDER("reader"),

  /** Receives; connects unless the address says {@code &bind}. */
  READER("feeder") {
    @Override
    boolean binds(Address address) {
      return address.flag("bind");
    }
  },

  /** Forwards between feeders and readers; binds unless the address says {@code &connect}. */
  BROKER("feeder or reader"),

  /** Answers questions; binds. */
  SERVER("client"),

  /** Asks; connects. */
  CLIENT("server") {
    @Override
    boolean binds(Address address) {
      return false;
    }
  };

  /**
   * The timeout of binding, in nanoseconds: a socket that this process has just closed may still
   * hold its port.
   */
  private static final long BIND_TIMEOUT = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE = 20;

  /**
   * The maximum length of a socket file's path, in bytes: the smallest limit of the supported
   * operating systems.
   */
  private static final int MAX_SOCKET_FILE = 103;

  private final String other;

  SocketRole(String other) {
    this.other = other;
  }

  boolean binds(Address address) {
    return !address.flag("connect");
  }

  /** Returns the role of the other end. */
  String other() {
    return other;
  }

  /**
   * Checks that an address can be used at either end.
   *
   * @throws dev.conveyor.streaming.AddressException if it cannot, with the form to write
   */
  static void check(Address address) {
    if (address.user().isPresent()) {
      throw address.refused("ZeroMQ has no users", "leave the user name out");
    }
    if (address.flag("bind") && address.flag("connect")) {
      throw address.refused(
          "one end cannot both bind and connect", "keep one of &bind and &connect");
    }
    switch (address.scheme()) {
      case "zmq+ipc" -> {
        require(address, address.host().isEmpty(), "it names a host");
        require(address, address.port().isEmpty(), "it names a port");
        require(address, address.path().length() > 1, "it names no path");
        if (address.path().getBytes(UTF_8).length > MAX_SOCKET_FILE) {
          throw address.refused(
              "its path is too long for a Unix domain socket",
              "name one of at most " + MAX_SOCKET_FILE + " bytes");
        }
      }
      case "zmq+inproc" -> {
        require(address, !address.host().isEmpty(), "it has no name");
        require(address, !address.host().equals("*"), "its name is *");
        require(address, address.port().isEmpty(), "it names a port");
        require(address, address.path().isEmpty(), "it has a path");
      }
      default -> {
        require(address, !address.host().isEmpty(), "it names no host");
        require(address, address.port().isPresent(), "it names no port");
        require(address, address.path().isEmpty(), "it has a path");
      }
    }
    Curve.check(address);
    Heartbeat.of(address);
  }

  /** Returns what messages of a queue name as their source: host and port, or path. */
  static String name(Address address) {
    String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
    return address.port().isPresent()
        ? host + ":" + address.port().getAsInt()
        : host + address.path();
  }

  private static void require(Address address, boolean given, String otherwise) {
    if (!given) {
      throw address.refused(
          otherwise,
          "write zmq+tcp://host:port, zmq+ipc:///path or zmq+inproc://name before the ?");
    }
  }

  /**
   * Binds or connects.
   *
   * @return the address in use, with the chosen port
   * @throws TransportException if the address is in use, or its host is unknown
   */
  Address join(ZMQ.Socket socket, Address address) throws InterruptedException {
    socket.setIPv6(address.host().indexOf(':') >= 0);
    return binds(address) ? bind(socket, address) : connect(socket, address);
  }

  private Address bind(ZMQ.Socket socket, Address address) throws InterruptedException {
    long end = System.nanoTime() + BIND_TIMEOUT;
    while (!tryToBind(socket, address, System.nanoTime() < end)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE);
    }
    String bound = socket.getLastEndpoint();
    return address.port().orElse(-1) == 0
        ? address.withPort(Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1)))
        : address;
  }

  private boolean tryToBind(ZMQ.Socket socket, Address address, boolean retry) {
    try {
      socket.bind(location(address));
      return true;
    } catch (ZMQException | IllegalArgumentException e) {
      if (retry && e instanceof ZMQException) {
        return false;
      }
      throw new TransportException(
          "cannot bind " + address + " (" + role() + "): " + whyNotBound(address), e);
    }
  }

  private static String whyNotBound(Address address) {
    return address.scheme().equals("zmq+ipc")
        ? "the file is in use or not a socket, or its folder is missing or not writable; end the"
            + " process that uses it, or choose another file"
        : "the address is in use or not on this machine; end the process that uses it, or choose"
            + " another port (0 means any free one)";
  }

  private Address connect(ZMQ.Socket socket, Address address) {
    if (address.host().equals("*") || address.port().orElse(-1) == 0) {
      throw address.refused(
          "a " + role() + " that connects needs a host and a port",
          "name the host and the port of the end that binds");
    }
    try {
      socket.connect(location(address));
    } catch (ZMQException | IllegalArgumentException e) {
      throw new TransportException(
          "cannot connect to " + address + ": unknown host; check its name", e);
    }
    return address;
  }

  private String role() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String location(Address address) {
    if (address.scheme().equals("zmq+ipc")) {
      return "ipc://" + address.path();
    }
    String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
    return "tcp://" + host + ":" + address.port().orElseThrow();
  }
}
