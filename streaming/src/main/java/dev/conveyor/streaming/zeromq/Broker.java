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
 * Forwards messages between any number of feeders and readers of an acknowledged queue, or of
 * {@code REQ} clients and {@code REP} servers. Each reader gets requests in turn; replies travel
 * back. Both ends bind, so that feeders and readers can come and go. The broker stores nothing
 * beyond its high-water marks ({@code &hwm=N} messages a connection). When it ends or a reader
 * dies, feeders send unacknowledged messages again after their lease. A peer that sends a message
 * over 65 MiB loses its connection.
 *
 * <p>One thread opens and runs it; {@link #close} and the counters are safe for other threads.
 */
public final class Broker implements AutoCloseable {
  /** The interval of polls, in milliseconds. */
  private static final long POLL_INTERVAL = 100;

  private static final int MAX_MESSAGES_A_TURN = 100;

  /** Replies queued for one feeder; more are dropped. */
  private static final int REPLY_HIGH_WATER_MARK = 100_000;

  /** The largest message in bytes: the default limit of readers, with headroom. */
  private static final long MAX_MESSAGE_BYTES = MessageReader.DEFAULT_MAX_MESSAGE + (1L << 20);

  private final ThrottledWarning dropped =
      new ThrottledWarning(LoggerFactory.getLogger(Broker.class));
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong replies = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ManagedSocket front;
  private final ManagedSocket back;
  private final Address frontAddress;
  private final Address backAddress;
  private volatile boolean running = true;
  private volatile Thread runner;

  /** The request that no reader has room for yet; null if there is none. */
  private byte[][] waiting;

  private Broker(Address front, Address back, UnaryOperator<String> environment)
      throws InterruptedException {
    this.front = open(front, SocketType.ROUTER, environment);
    this.front.socket().setSndHWM(REPLY_HIGH_WATER_MARK);
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
   * Binds both ends.
   *
   * @param front where feeders connect, {@code zmq+tcp://host:port?queue&acknowledged}
   * @param back where readers connect, likewise
   * @throws dev.conveyor.streaming.AddressException if an address is not that of such a queue
   * @throws dev.conveyor.streaming.TransportException if an address is in use
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
          "a broker forwards requests and replies", "write ?queue&acknowledged at both its ends");
    }
  }

  private static ManagedSocket open(
      Address address, SocketType type, UnaryOperator<String> environment) {
    ManagedSocket socket =
        new ManagedSocket(address, type, SocketRole.BROKER, new Curve(address, environment));
    int highWaterMark = PatternOptions.of(address).highWaterMark();
    socket.socket().setRcvHWM(highWaterMark);
    socket.socket().setSndHWM(highWaterMark);
    socket.limit(MAX_MESSAGE_BYTES);
    socket.socket().setLinger(0);
    return socket;
  }

  /** Returns the address for feeders, with the chosen port. */
  public Address front() {
    return frontAddress;
  }

  /** Returns the address for readers, with the chosen port. */
  public Address back() {
    return backAddress;
  }

  /** Returns the number of requests forwarded. */
  public long requests() {
    return requests.get();
  }

  /** Returns the number of replies forwarded. */
  public long replies() {
    return replies.get();
  }

  /** Forwards messages until it is closed or its thread is interrupted. */
  public void run() throws InterruptedException {
    runner = Thread.currentThread();
    try {
      while (running) {
        int forwarded = forwardReplies() + forwardRequests();
        if (forwarded == 0) {
          awaitMore();
        }
      }
    } finally {
      end();
    }
  }

  private int forwardReplies() throws InterruptedException {
    int forwarded = 0;
    for (byte[] first = poll(back); first != null; first = poll(back)) {
      try {
        if (front.offer(rest(back, first))) {
          replies.incrementAndGet();
        } else {
          dropped.count(1, "dropped {} replies at " + frontAddress + ": the receiver takes none");
        }
      } catch (PeerGoneException e) {
        dropped.count(1, "dropped {} replies at " + frontAddress + ": the receiver is gone");
      }
      if (++forwarded == MAX_MESSAGES_A_TURN) {
        break;
      }
    }
    return forwarded;
  }

  private int forwardRequests() throws InterruptedException {
    for (int forwarded = 0; forwarded < MAX_MESSAGES_A_TURN; forwarded++) {
      if (waiting == null) {
        byte[] first = poll(front);
        waiting = first == null ? null : rest(front, first);
      }
      if (waiting == null || !back.awaitPeer(0) || !back.offer(waiting)) {
        return forwarded;
      }
      waiting = null;
      requests.incrementAndGet();
    }
    return MAX_MESSAGES_A_TURN;
  }

  private static byte[] poll(ManagedSocket socket) throws InterruptedException {
    byte[] first = socket.poll();
    if (first == null && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return first;
  }

  private static byte[][] rest(ManagedSocket socket, byte[] first) {
    List<byte[]> frames = new ArrayList<>(List.of(first));
    while (socket.hasMoreFrames()) {
      frames.add(socket.nextFrame());
    }
    return frames.toArray(byte[][]::new);
  }

  private void awaitMore() throws InterruptedException {
    if (waiting == null) {
      ManagedSocket.awaitMessage(POLL_INTERVAL, back, front);
    } else {
      ManagedSocket.awaitMessage(POLL_INTERVAL, back);
    }
  }

  private void end() {
    front.close();
    back.close();
    ended.countDown();
  }

  /** Ends the broker, and waits for the end of {@link #run} in another thread. */
  @Override
  public void close() {
    running = false;
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
