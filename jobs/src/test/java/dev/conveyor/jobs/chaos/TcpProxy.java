package dev.conveyor.jobs.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A TCP proxy on an ephemeral loopback port that disturbs what passes it. A disturbance is for the
 * connections of chosen clients, told by their port. Safe for threads.
 */
final class TcpProxy implements AutoCloseable {
  private static final int CHUNK = 64 << 10;
  private static final int CONNECT_MILLIS = 2_000;

  private static final int THROTTLED_OF = 3;
  private static final Pattern REQUEST = Pattern.compile("(GET|PUT|POST|HEAD|DELETE) ");
  private static final byte[] SLOW_DOWN = slowDown().getBytes(US_ASCII);

  /** The effect of a disturbance on its connections. */
  enum Mode {
    /** Everything passes. */
    PASS,
    /** A connection is closed in the middle of its next request. */
    CUT_REQUESTS,
    /** A connection is closed in the middle of its next reply. */
    CUT_REPLIES,
    /** Requests arrive, replies vanish; the connection stays open, and stays so afterwards. */
    SWALLOW_REPLIES,
    /** Requests vanish; likewise. */
    SWALLOW_REQUESTS,
    /** Of an object store: some requests are answered with 503, and the connection is closed. */
    THROTTLE,
    /** Delays the bytes that arrive. */
    DELAY,
    /** Nothing passes until the mode ends; then everything does. */
    PAUSE
  }

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool(TcpProxy::daemon);
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Random random;
  private final Object change = new Object();
  private volatile int target;
  private volatile Mode mode = Mode.PASS;
  private volatile IntPredicate chosen = port -> true;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean closed;

  /** Forwards to that port of loopback. */
  TcpProxy(int target, long seed) throws IOException {
    this.target = target;
    this.random = new Random(seed);
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private static String slowDown() {
    String body = "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>";
    return "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on that mode is for connections whose client's port is chosen. */
  void disturb(Mode next, IntPredicate clients, Duration lag) {
    synchronized (change) {
      chosen = clients;
      delay = lag;
      mode = next;
      change.notifyAll();
    }
  }

  /** Everything passes again, but for connections that have swallowed something. */
  void pass() {
    disturb(Mode.PASS, port -> true, Duration.ZERO);
  }

  /** Closes all connections and forwards new ones to another port. */
  void redirect(int port) {
    target = port;
    links.forEach(Link::close);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> open(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void open(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      new Link(client, server).close();
      return;
    }
    Link link = new Link(client, server);
    links.add(link);
    if (closed) {
      link.close();
      return;
    }
    threads.execute(() -> link.pump(client, server, true));
    link.pump(server, client, false);
  }

  /** A connection, both halves. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallowsRequests;
    private volatile boolean swallowsReplies;
    private IntPredicate asked;
    private boolean isChosen;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Socket from, Socket to, boolean requests) {
      byte[] chunk = new byte[CHUNK];
      long last = 0;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          last = disturb(last);
          if (requests && isThrottled(chunk, read)) {
            from.getOutputStream().write(SLOW_DOWN);
            return;
          }
          if (isCut(requests)) {
            out.write(chunk, 0, random.nextInt(read));
            return;
          }
          if (!isSwallowed(requests)) {
            out.write(chunk, 0, read);
          }
        }
      } catch (IOException e) {
        // Both ends are closed below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    private boolean is(Mode which) {
      return mode == which && isChosen(chosen);
    }

    /** Asked once a disturbance, since looking up who has a port takes a while. */
    private synchronized boolean isChosen(IntPredicate clients) {
      if (asked != clients) {
        asked = clients;
        isChosen = clients.test(client.getPort());
      }
      return isChosen;
    }

    /** Returns when a burst that began then was let go on. */
    private long disturb(long last) throws InterruptedException {
      synchronized (change) {
        while (is(Mode.PAUSE) && !closed) {
          change.wait();
        }
      }
      long now = System.nanoTime();
      if (is(Mode.DELAY) && now - last > delay.toNanos()) {
        Thread.sleep(delay.toMillis());
        return System.nanoTime();
      }
      return last;
    }

    private boolean isThrottled(byte[] chunk, int length) {
      return is(Mode.THROTTLE)
          && REQUEST.matcher(new String(chunk, 0, length, US_ASCII)).lookingAt()
          && random.nextInt(THROTTLED_OF) == 0;
    }

    private boolean isCut(boolean requests) {
      return is(requests ? Mode.CUT_REQUESTS : Mode.CUT_REPLIES);
    }

    private boolean isSwallowed(boolean requests) {
      swallowsRequests |= is(Mode.SWALLOW_REQUESTS);
      swallowsReplies |= is(Mode.SWALLOW_REPLIES);
      return requests ? swallowsRequests : swallowsReplies;
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is of no use any more, closed or not.
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    pass();
    try {
      listener.close();
    } catch (IOException e) {
      // Nothing listens to it.
    }
    links.forEach(Link::close);
    threads.shutdownNow();
  }
}
