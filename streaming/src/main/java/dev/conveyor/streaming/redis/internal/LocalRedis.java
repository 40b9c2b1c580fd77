package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.system.SystemText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of one's own, for a demonstration or a test: the {@code redis-server} on the PATH if it
 * is 6.2 or later, or else the one that embedded-redis brings (6.2); on a free loopback port, with
 * its files in a temporary folder. {@code CONVEYOR_LOCAL_REDIS=embedded} in the environment chooses
 * the embedded one in any case, {@code installed} the one on the PATH. Closing it ends the process
 * and deletes the folder. Safe for threads, as long as one of them at a time starts, kills or
 * closes.
 */
public final class LocalRedis implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final String CHOICE = "CONVEYOR_LOCAL_REDIS";
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;
  private static final Pattern VERSION = Pattern.compile("v=([0-9]{1,4})\\.([0-9]{1,4})");

  /** The choice of the server to start. */
  public enum Server {
    /** The one on the PATH; the embedded one where it is missing or too old. */
    EITHER,
    INSTALLED,
    EMBEDDED;

    public static Server chosen() {
      String choice = System.getenv(CHOICE);
      if (choice == null || choice.isEmpty()) {
        return EITHER;
      }
      return switch (choice) {
        case "installed" -> INSTALLED;
        case "embedded" -> EMBEDDED;
        default ->
            throw new TransportException(
                "cannot start a Redis here: "
                    + CHOICE
                    + " is \""
                    + choice
                    + "\"; set it to installed or embedded, or unset it");
      };
    }
  }

  private final Path folder;
  private final int port;
  private final List<String> command;
  private volatile Process process;

  private LocalRedis(Path folder, int port, List<String> command) throws IOException {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = launched();
  }

  /**
   * Returns once the server answers. It keeps its data in memory only.
   *
   * @throws TransportException if it does not start here
   */
  public static LocalRedis start() throws InterruptedException {
    return start(List::of);
  }

  /**
   * The same with an append-only file that is on disk before a command is answered, so that what
   * was answered outlasts {@link #kill}.
   */
  public static LocalRedis startDurable() throws InterruptedException {
    return start(() -> List.of("--appendonly", "yes", "--appendfsync", "always"));
  }

  /**
   * The same with more arguments for the server, asked for at each attempt: what they hold, like a
   * second port, may be taken meanwhile.
   */
  public static LocalRedis start(Supplier<List<String>> arguments) throws InterruptedException {
    return start(Server.chosen(), arguments);
  }

  /** Starts the chosen server with these arguments. */
  public static LocalRedis start(Server server, Supplier<List<String>> arguments)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      LocalRedis redis = launch(server, arguments.get());
      try {
        redis.awaitAnswer();
        return redis;
      } catch (TransportException e) {
        redis.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
        // Another process took the port before the server started.
      } catch (InterruptedException e) {
        redis.close();
        throw e;
      }
    }
  }

  /** Ends the process as {@code kill -9} does, and keeps its folder. Returns once it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Starts a killed server on the same port and the same files; returns once it answers, which may
   * be before it has loaded them.
   *
   * @throws TransportException if it does not start, or its port is in use
   */
  public void startAgain() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        process = launched();
        awaitAnswer();
        return;
      } catch (IOException | TransportException e) {
        kill(); // A client that was connecting may itself have had the port for a moment.
        if (attempt == ATTEMPTS) {
          throw new TransportException("cannot start Redis again: " + e.getMessage(), e);
        }
      }
    }
  }

  public int port() {
    return port;
  }

  /** The process of now, for tests that stop it and let it go on. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** The address of a list on this server. */
  public String list(String key) {
    return "redis://127.0.0.1:" + port + "?list=" + key;
  }

  /** The address of a stream on this server. */
  public String stream(String key) {
    return "redis://127.0.0.1:" + port + "?stream=" + key;
  }

  /** The address of a channel on this server. */
  public String channel(String name) {
    return "redis://127.0.0.1:" + port + "?channel=" + name;
  }

  private static LocalRedis launch(Server server, List<String> more) {
    try {
      Path folder = Files.createTempDirectory("conveyor-redis-");
      int port = freePort();
      List<String> command = new ArrayList<>();
      // In a session of its own, so that a Ctrl-C meant for us does not end it before we are done.
      onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
      command.add(executable(server, folder).toString());
      command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
      command.addAll(more);
      return new LocalRedis(folder, port, command);
    } catch (IOException e) {
      throw new TransportException(
          "cannot start a Redis here: " + e.getMessage() + "; install redis-server", e);
    }
  }

  private Process launched() throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log()).start();
  }

  private File log() {
    return folder.resolve("redis.log").toFile();
  }

  private static Path executable(Server server, Path folder) throws IOException {
    Optional<Path> installed =
        server == Server.EMBEDDED ? Optional.empty() : onPath("redis-server");
    if (installed.isPresent() && isRecent(installed.get())) {
      return installed.get();
    }
    if (server == Server.INSTALLED) {
      throw new IOException("no redis-server of 6.2 or later is on the PATH");
    }
    return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
  }

  /** Its answer is {@code Redis server v=7.0.15 …}. */
  private static boolean isRecent(Path executable) throws IOException {
    Process asked = new ProcessBuilder(executable.toString(), "--version").start();
    asked.getOutputStream().close();
    Matcher version = VERSION.matcher(new String(asked.getInputStream().readAllBytes(), UTF_8));
    if (!version.find()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major > 6 || (major == 6 && Integer.parseInt(version.group(2)) >= 2);
  }

  private static Optional<Path> onPath(String name) {
    String path = String.valueOf(System.getenv("PATH"));
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(place -> !place.isEmpty() && SystemText.isPassable(place))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new TransportException(
            "cannot start a Redis here: " + lastLine() + "; install redis-server");
      }
    }
  }

  /** Returns whether it is our process that answers, not another server that has the port. */
  private boolean answers() {
    JedisClientConfig plain =
        DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).build();
    try (Jedis redis = new Jedis("127.0.0.1", port, plain)) {
      return redis.info("server").contains("process_id:" + process.pid() + "\r\n");
    } catch (JedisException e) {
      return false;
    }
  }

  private String lastLine() {
    try (Stream<String> lines = Files.lines(log().toPath())) {
      return lines.reduce("it said nothing", (before, line) -> line);
    } catch (IOException | UncheckedIOException e) {
      return "its log cannot be read";
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
