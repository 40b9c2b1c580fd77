package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;

/**
 * Joins any number of feeders and readers of an acknowledged queue, or of any {@code REQ} clients
 * and {@code REP} servers: requests one way, to each reader in turn, replies the other. Both its
 * ends bind, so that feeders and readers connect and may come and go. It keeps nothing beyond its
 * high-water marks ({@code &hwm=N} messages a connection): what it holds when it ends or a reader
 * dies, feeders send again after their lease. Who sends it a message beyond 65 MiB loses its
 * connection.
 *
 * <p>To be opened and run by one thread; closing and the counters are safe for others.
 */
public final class Broker implements AutoCloseable {
  /** In milliseconds. */
  private static final long LOOK = 100;

  private static final int TURN = 100;

  /** To one feeder: many, for those it does not take are dropped. */
  private static final int REPLIES = 100_000;

  /** Of a message, in bytes: as much as readers take that are not told otherwise. */
  private static final long LARGEST = MessageReader.DEFAULT_MAX_MESSAGE + (1L << 20);

  private final ThrottledWarning dropped =
      new ThrottledWarning(LoggerFactory.getLogger(Broker.class));
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong replies = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ManagedSocket front;
  private final ManagedSocket back;
  private final Address frontAddress;
  private final Address backAddress;
  private volatile boolean wanted = true;
  private volatile Thread runner;

  /** A request for which no reader has room yet. */
  private byte[][] waiting;

  private Broker(Address front, Address back, UnaryOperator<String> environment)
      throws InterruptedException {
    this.front = open(front, SocketType.ROUTER, environment);
    this.front.socket().setSndHWM(REPLIES);
    this.front.socket().setRouterMandatory(true);
    this.front.socket().setRouterHandover(true);
    this.back = open(back, SocketType.DEALER, environment);
    this.frontAddress = this.front.join();
    try {
      this.backAddress = this.back.join();
    } catch (InterruptedException | RuntimeException | Error e) {
      this.front.close();
      throw e;
    }
  }

  /**
   * Takes both places.
   *
   * @param front where feeders connect, {@code zmq+tcp://host:port?queue&acknowledged}
   * @param back where readers connect, likewise
   * @throws dev.conveyor.streaming.AddressException if one is no such address
   * @throws dev.conveyor.streaming.TransportException if a place is taken
   */
  public static Broker open(Address front, Address back) throws InterruptedException {
    return open(front, back, System::getenv);
  }

  static Broker open(Address front, Address back, UnaryOperator<String> environment)
      throws InterruptedException {
    check(front);
    check(back);
    return new Broker(front, back, environment);
  }

  private static void check(Address address) {
    SocketRole.check(address);
    if (PatternOptions.of(address).pattern() != PatternOptions.Pattern.ACKNOWLEDGED) {
      throw address.refused(
          "a broker carries requests and replies", "write ?queue&acknowledged at both its ends");
    }
  }

  private static ManagedSocket open(
      Address address, SocketType type, UnaryOperator<String> environment) {
    ManagedSocket wire =
        new ManagedSocket(address, type, SocketRole.BROKER, new Curve(address, environment));
    int highWaterMark = PatternOptions.of(address).highWaterMark();
    wire.socket().setRcvHWM(highWaterMark);
    wire.socket().setSndHWM(highWaterMark);
    wire.limit(LARGEST);
    wire.socket().setLinger(0);
    return wire;
  }

  /** Where feeders connect, with the port that was chosen. */
  public Address front() {
    return frontAddress;
  }

  /** Where readers connect, likewise. */
  public Address back() {
    return backAddress;
  }

  /** Requests carried so far. */
  public long requests() {
    return requests.get();
  }

  /** Replies carried so far. */
  public long replies() {
    return replies.get();
  }

  /** Carries until it is closed or its thread is interrupted. */
  public void run() throws InterruptedException {
    runner = Thread.currentThread();
    try {
      while (wanted) {
        int carried = carryReplies() + carryRequests();
        if (carried == 0) {
          awaitMore();
        }
      }
    } finally {
      end();
    }
  }

  private int carryReplies() throws InterruptedException {
    int carried = 0;
    for (byte[] first = poll(back); first != null; first = poll(back)) {
      try {
        if (front.offer(rest(back, first))) {
          replies.incrementAndGet();
        } else {
          dropped.count(1, "dropped {} replies at " + frontAddress + " to whom does not take any");
        }
      } catch (PeerGoneException e) {
        dropped.count(1, "dropped {} replies at " + frontAddress + " to whom is gone");
      }
      if (++carried == TURN) {
        break;
      }
    }
    return carried;
  }

  private int carryRequests() throws InterruptedException {
    for (int carried = 0; carried < TURN; carried++) {
      if (waiting == null) {
        byte[] first = poll(front);
        waiting = first == null ? null : rest(front, first);
      }
      if (waiting == null || !back.awaitPeer(0) || !back.offer(waiting)) {
        return carried;
      }
      waiting = null;
      requests.incrementAndGet();
    }
    return TURN;
  }

  private static byte[] poll(ManagedSocket wire) throws InterruptedException {
    byte[] first = wire.poll();
    if (first == null && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return first;
  }

  private static byte[][] rest(ManagedSocket wire, byte[] first) {
    List<byte[]> frames = new ArrayList<>(List.of(first));
    while (wire.hasMoreFrames()) {
      frames.add(wire.nextFrame());
    }
    return frames.toArray(byte[][]::new);
  }

  private void awaitMore() throws InterruptedException {
    if (waiting == null) {
      ManagedSocket.awaitMessage(LOOK, back, front);
    } else {
      ManagedSocket.awaitMessage(LOOK, back);
    }
  }

  private void end() {
    front.close();
    back.close();
    ended.countDown();
  }

  /** Ends it, and waits until it has ended; not to be called before it runs by another thread. */
  @Override
  public void close() {
    wanted = false;
    if (runner == null) {
      end();
    } else if (runner != Thread.currentThread()) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
