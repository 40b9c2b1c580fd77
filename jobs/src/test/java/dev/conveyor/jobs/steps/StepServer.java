package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server of the driver processes: decides how they end, and answers their gates. */
final class StepServer implements AutoCloseable {
  private static final String RENEWAL = "conveyor-driver-lock";

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Driver> drivers = new ConcurrentHashMap<>();
  private final Map<String, String> roots = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Socket>> hosts = new ConcurrentHashMap<>();

  StepServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The folder is what names of files are told relative to. */
  void expect(Driver driver, String root) {
    roots.put(driver.id(), root);
    drivers.put(driver.id(), driver);
  }

  void forget(Driver driver) {
    drivers.remove(driver.id());
    roots.remove(driver.id());
  }

  /** The connection on which the process of that name takes commands. */
  CompletableFuture<Socket> host(String name) {
    return hosts.computeIfAbsent(name, any -> new CompletableFuture<>());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or the client is gone.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> words =
            Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> URLDecoder.decode(word, UTF_8))
                .toList();
        switch (words.get(0)) {
          case "HOST" -> host(words.get(1)).complete(socket);
          case "ENDED" -> end(words);
          default -> out.write((judge(words) + "\n").getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private void end(List<String> words) {
    Driver driver = drivers.get(words.get(1));
    if (driver != null) {
      String message = words.size() > 3 ? words.get(3) : "";
      driver.ended().complete(new Ending(words.get(2).equals("success"), message));
    }
  }

  private Verdict judge(List<String> words) {
    Driver driver = drivers.get(words.get(1));
    if (driver == null) {
      return Verdict.FAIL;
    }
    boolean isRenewal = words.get(2).equals(RENEWAL);
    String root = roots.get(words.get(1));
    String thing = Masks.of(words.get(4).replace(root + "/", "").replace(root, "."));
    String call = "file " + words.get(3) + " " + thing + (isRenewal ? " (renewal)" : "");
    return driver.pass(call, isRenewal);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    drivers.values().forEach(Driver::kill);
    for (CompletableFuture<Socket> host : hosts.values()) {
      if (host.isDone()) {
        host.join().close();
      }
    }
    threads.shutdownNow();
  }
}
