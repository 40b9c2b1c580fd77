package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;

/**
 * Answers questions about a running program to any ZeroMQ {@code REQ} client: one frame of UTF-8
 * each way. It answers in a thread of its own, from which it calls the suppliers; what is no
 * question, or longer than {@value #LONGEST} bytes, costs the asker at most its connection. Its
 * address is {@code zmq+tcp://host:port}, port 0 for any free one, and may name keys of CURVE.
 */
public final class ControlServer implements AutoCloseable {
  private static final int LONGEST = 1_024;
  private static final int CLIENTS_HIGH_WATER_MARK = 10;
  private static final int MILLIS_TO_LEAVE = 1_000;
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);

  private final ThrottledWarning failed =
      new ThrottledWarning(LoggerFactory.getLogger(ControlServer.class));
  private final Map<String, Supplier<String>> answers;
  private final FutureTask<Address> opening;
  private final Thread thread;
  private ManagedSocket wire;
  private Address address;
  private volatile boolean wanted = true;

  private ControlServer(
      Address asked, Map<String, Supplier<String>> answers, UnaryOperator<String> environment) {
    this.answers = new TreeMap<>(answers);
    this.opening = new FutureTask<>(() -> join(asked, environment));
    this.thread = new Thread(this::run, "zmq-control");
  }

  /**
   * Begins to answer.
   *
   * @param answers by question; the suppliers must be safe for threads and quick
   * @throws dev.conveyor.streaming.AddressException as {@link #check} does
   * @throws dev.conveyor.streaming.TransportException if the place is taken
   */
  public static ControlServer open(Address address, Map<String, Supplier<String>> answers)
      throws InterruptedException {
    return open(address, answers, System::getenv);
  }

  static ControlServer open(
      Address asked, Map<String, Supplier<String>> answers, UnaryOperator<String> environment)
      throws InterruptedException {
    check(asked);
    ControlServer server = new ControlServer(asked, answers, environment);
    server.thread.setDaemon(true);
    server.thread.start();
    try {
      server.address = server.opening.get();
      return server;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException said) {
        throw said;
      }
      throw new IllegalStateException(e);
    }
  }

  /**
   * Refuses an address that is none for asking and answering.
   *
   * @throws dev.conveyor.streaming.AddressException saying what to write instead
   */
  public static void check(Address address) {
    if (!address.scheme().equals("zmq+tcp")) {
      throw address.refused("questions go over TCP", "write zmq+tcp://127.0.0.1:5555");
    }
    address.allowOnly("server-key", "allow");
    SocketRole.check(address);
  }

  private Address join(Address asked, UnaryOperator<String> environment)
      throws InterruptedException {
    wire =
        new ManagedSocket(
            asked, SocketType.ROUTER, SocketRole.SERVER, new Curve(asked, environment));
    wire.limit(LONGEST);
    wire.socket().setRcvHWM(CLIENTS_HIGH_WATER_MARK);
    wire.socket().setLinger(MILLIS_TO_LEAVE);
    wire.socket().setRouterMandatory(true);
    return wire.join();
  }

  private void run() {
    opening.run();
    try {
      opening.get();
    } catch (ExecutionException | InterruptedException e) {
      return; // Who opened it has been told; nobody else interrupts this thread.
    }
    try {
      while (wanted) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wire.close();
    }
  }

  private void turn() throws InterruptedException {
    try {
      byte[] first = wire.receive(LOOK);
      if (first != null) {
        answer(Request.read(wire, first));
      }
    } catch (RuntimeException | Error e) {
      failed.count(1, "could not answer {} questions at " + address + ", the latest: " + e);
      TimeUnit.NANOSECONDS.sleep(LOOK);
    }
  }

  private void answer(Request request) throws InterruptedException {
    if (request.route().isEmpty()) {
      return;
    }
    try {
      wire.offer(request.answer(answerTo(request).getBytes(UTF_8)));
    } catch (PeerGoneException e) {
      // It does not want to know any more.
    }
  }

  private String answerTo(Request request) {
    String question =
        request.frames() == 1
            ? new String(request.contents().get(0), UTF_8)
            : request.frames() + " frames";
    Supplier<String> answer = answers.get(question);
    if (answer == null) {
      return "cannot answer \""
          + question
          + "\"; ask one of: "
          + String.join(", ", answers.keySet());
    }
    try {
      return answer.get();
    } catch (RuntimeException | Error e) {
      failed.count(1, "could not answer {} questions at " + address + ", the latest: " + e);
      return "cannot answer \"" + question + "\" just now; ask again, or look into the log";
    }
  }

  /** The address in use, with the port that was chosen. */
  public Address address() {
    return address;
  }

  /** Ends its thread. */
  @Override
  public void close() {
    wanted = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
