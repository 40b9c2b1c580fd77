package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A {@link DriverHost} in a process of its own, started when it is first needed. */
final class HostProcess implements AutoCloseable {
  /** The host that stands for this process's own loopback address, in the names of addresses. */
  static final String SERVER = "steps";

  private static final int START_SECONDS = 60;
  private static final int END_SECONDS = 10;
  private static final int TAIL = 25;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final InetAddress loopback;
  private final Path folder;
  private final StepServer server;
  private Process process;
  private Socket commands;
  private Path log;
  private volatile Driver current;

  /**
   * @param loopback where this process finds the servers that others find elsewhere
   * @param folder for its log
   */
  HostProcess(InetAddress loopback, Path folder, StepServer server) {
    this.loopback = loopback;
    this.folder = folder;
    this.server = server;
  }

  InetAddress loopback() {
    return loopback;
  }

  /** Starts a driver; how it ends, {@link Driver#ended} tells. */
  void run(Driver driver, Door door, String root, List<String> addresses) throws IOException {
    if (process == null || !process.isAlive()) {
      start();
    }
    current = driver;
    List<String> words = new ArrayList<>(List.of("RUN", driver.id(), door.name(), root));
    words.addAll(addresses);
    say(words.toArray(String[]::new));
  }

  /** Wakes the threads that wait in it. */
  void interrupt() throws IOException {
    say("INTERRUPT");
  }

  private void say(String... words) throws IOException {
    String line =
        String.join(" ", Arrays.stream(words).map(word -> URLEncoder.encode(word, UTF_8)).toList());
    commands.getOutputStream().write((line + "\n").getBytes(UTF_8));
  }

  private void start() throws IOException {
    String name = "host-" + STARTED.incrementAndGet();
    Path hosts = folder.resolve(name + ".hosts");
    Files.writeString(
        hosts,
        String.format(
            Locale.ROOT,
            "127.0.0.1 localhost%n127.0.0.1 %s%n%s %s%n",
            InetAddress.getLocalHost().getHostName(),
            loopback.getHostAddress(),
            SERVER));
    log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split(" +")));
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djdk.net.hosts.file=" + hosts);
    String logging = System.getProperty("log4j2.configurationFile");
    if (logging != null) {
      command.add("-Dlog4j2.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DriverHost.class.getName(), name, Integer.toString(server.port())));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "HADOOP_HOME"));
    process = builder.start();
    var unused = process.onExit().thenRun(this::onExit);
    try {
      commands = server.host(name).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a process starts", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(name + " did not start: " + tail(), e);
    }
  }

  private void onExit() {
    Driver driver = current;
    if (driver != null) {
      driver.ended().complete(new Ending(false, "its process has ended"));
    }
  }

  /** Sends a signal: {@code STOP}, {@code CONT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Makes it write the stacks of its threads into its log. */
  void dump() throws IOException, InterruptedException {
    signal("QUIT");
  }

  /** The last lines of its log. */
  String tail() {
    if (log == null) {
      return "";
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - TAIL), all.size()));
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  /** Ends it; the next driver gets a new process. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    try {
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process = null;
  }
}
