package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.zeromq.net.GuardedContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Lets peers in by their public keys: a handler of ZAP (ZeroMQ RFC 27) in a thread of its own. */
final class KeyCheck implements AutoCloseable {
  /** Where ZeroMQ asks. */
  private static final String PLACE = "inproc://zeromq.zap.01";

  private static final int FRAMES = 7;
  private static final int REQUEST = 1;
  private static final int CREDENTIALS = 6;

  /** In milliseconds, between two looks at whether it is still wanted. */
  private static final int LOOK = 200;

  private final RareWarning warning = new RareWarning(LoggerFactory.getLogger(KeyCheck.class));
  private final Address address;
  private final Optional<Set<CurveKey>> allowed;
  private final ZMQ.Socket socket;
  private final Thread thread = new Thread(this::run, "zmq-keys");
  private volatile boolean wanted = true;

  private KeyCheck(GuardedContext context, Address address, Optional<Set<CurveKey>> allowed) {
    this.address = address;
    this.allowed = allowed;
    this.socket = context.createSocket(SocketType.REP);
  }

  /**
   * Begins to answer for all sockets of the context.
   *
   * @param allowed empty for any key
   */
  static KeyCheck start(GuardedContext context, Address address, Optional<Set<CurveKey>> allowed) {
    KeyCheck check = new KeyCheck(context, address, allowed);
    check.socket.setLinger(0);
    check.socket.setReceiveTimeOut(LOOK);
    check.socket.bind(PLACE);
    check.thread.setDaemon(true);
    check.thread.start();
    return check;
  }

  private void run() {
    while (wanted) {
      byte[] first = socket.recv();
      if (first != null) {
        answer(request(first));
      }
    }
    socket.close();
  }

  private List<byte[]> request(byte[] first) {
    List<byte[]> frames = new ArrayList<>(List.of(first));
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv());
    }
    return frames;
  }

  private void answer(List<byte[]> request) {
    boolean welcome =
        request.size() == FRAMES
            && request.get(CREDENTIALS).length == 32
            && isAllowed(new CurveKey(request.get(CREDENTIALS)));
    socket.sendMore("1.0");
    socket.sendMore(request.size() > REQUEST ? request.get(REQUEST) : new byte[0]);
    socket.sendMore(welcome ? "200" : "400");
    socket.sendMore("");
    socket.sendMore("");
    socket.send("".getBytes(UTF_8));
  }

  private boolean isAllowed(CurveKey key) {
    boolean welcome = allowed.isEmpty() || allowed.get().contains(key);
    if (!welcome) {
      warning.count(
          1,
          "refused {} connections to "
              + address
              + ", the latest with the key "
              + key.hex()
              + ", which its &allow does not list");
    }
    return welcome;
  }

  @Override
  public void close() throws InterruptedException {
    wanted = false;
    thread.join();
  }
}
