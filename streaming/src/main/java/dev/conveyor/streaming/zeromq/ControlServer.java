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
 * each way. A thread of the server calls the suppliers. A request over {@value #MAX_QUESTION_BYTES}
 * bytes ends its client's connection. The address is {@code zmq+tcp://host:port}, port 0 for any
 * free port, and may name keys of CURVE.
 */
public final class ControlServer implements AutoCloseable {
  private static final int MAX_QUESTION_BYTES = 1_024;
  private static final int CLIENTS_HIGH_WATER_MARK = 10;
  private static final int LINGER_MILLIS = 1_000;
  private static final long POLL_INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final ThrottledWarning failed =
      new ThrottledWarning(LoggerFactory.getLogger(ControlServer.class));
  private final Map<String, Supplier<String>> answers;
  private final FutureTask<Address> opening;
  private final Thread thread;
  private ManagedSocket socket;
  private Address address;
  private volatile boolean running = true;

  private ControlServer(
      Address asked, Map<String, Supplier<String>> answers, UnaryOperator<String> environment) {
    this.answers = new TreeMap<>(answers);
    this.opening = new FutureTask<>(() -> join(asked, environment));
    this.thread = new Thread(this::run, "zmq-control");
  }

  /**
   * Binds the address, and starts to answer.
   *
   * @param answers by question; the suppliers must be safe for threads and quick
   * @throws dev.conveyor.streaming.AddressException as {@link #check} does
   * @throws dev.conveyor.streaming.TransportException if the address is in use
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
      if (e.getCause() instanceof RuntimeException opened) {
        throw opened;
      }
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that an address is one for questions.
   *
   * @throws dev.conveyor.streaming.AddressException if it is not, with the form to write
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
    socket =
        new ManagedSocket(
            asked, SocketType.ROUTER, SocketRole.SERVER, new Curve(asked, environment));
    socket.limit(MAX_QUESTION_BYTES);
    socket.socket().setRcvHWM(CLIENTS_HIGH_WATER_MARK);
    socket.socket().setLinger(LINGER_MILLIS);
    socket.socket().setRouterMandatory(true);
    return socket.join();
  }

  private void run() {
    opening.run();
    try {
      opening.get();
    } catch (ExecutionException | InterruptedException e) {
      return; // The caller of open() gets the exception; no other code interrupts this thread.
    }
    try {
      while (running) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      socket.close();
    }
  }

  private void turn() throws InterruptedException {
    try {
      byte[] first = socket.receive(POLL_INTERVAL);
      if (first != null) {
        answer(Request.read(socket, first));
      }
    } catch (RuntimeException | Error e) {
      failed.count(1, "could not answer {} questions at " + address + ", the latest: " + e);
      TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL);
    }
  }

  private void answer(Request request) throws InterruptedException {
    if (request.route().isEmpty()) {
      return;
    }
    try {
      socket.offer(request.answer(answerTo(request).getBytes(UTF_8)));
    } catch (PeerGoneException e) {
      // The client has disconnected.
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
      return "cannot answer \"" + question + "\" now; ask again, or read the log";
    }
  }

  /** Returns the address in use, with the chosen port. */
  public Address address() {
    return address;
  }

  /** Ends the server, and waits for its thread. */
  @Override
  public void close() {
    running = false;
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
