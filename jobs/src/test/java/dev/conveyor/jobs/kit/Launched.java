package dev.conveyor.jobs.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of {@code scripts/conveyor} in processes of its own. What it prints goes to files, so
 * that it never waits for its reader. Closing ends whatever still lives of it. Belongs to one
 * thread.
 */
public final class Launched implements AutoCloseable {
  public static final Path HOME = home();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<String> OF_ANOTHER_INSTALLATION =
      List.of("SPARK_HOME", "HADOOP_HOME", "CONVEYOR_SUBMIT_OPTIONS", "CONVEYOR_REDIS_PASSWORD");
  private static final List<String> AS_FROM_A_TERMINAL = asFromATerminal();

  private final List<String> command;
  private final Path out;
  private final Path err;
  private final Process process;
  private final Set<ProcessHandle> children = new HashSet<>();

  private Launched(List<String> command, Map<String, String> environment) throws IOException {
    this.command = command;
    this.out = Files.createTempFile("launched-", ".out");
    this.err = Files.createTempFile("launched-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(OF_ANOTHER_INSTALLATION);
    builder.environment().putAll(environment);
    this.process = builder.start();
  }

  public static Launched conveyor(String... words) throws IOException {
    return conveyor(Map.of(), words);
  }

  public static Launched conveyor(Map<String, String> environment, String... words)
      throws IOException {
    return script("conveyor", environment, words);
  }

  /** Another one of the scripts. */
  public static Launched script(String name, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(AS_FROM_A_TERMINAL);
    command.add(HOME.resolve("scripts").resolve(name).toString());
    command.addAll(List.of(words));
    return new Launched(command, environment);
  }

  /** Any other command, to hold against ours. */
  public static Launched command(String... words) throws IOException {
    return command(Map.of(), words);
  }

  public static Launched command(Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(AS_FROM_A_TERMINAL);
    command.addAll(List.of(words));
    return new Launched(command, environment);
  }

  /** The root of the repository, as Maven names it to tests: by a link where its path is odd. */
  private static Path home() {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("scripts/conveyor"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * In a process group of its own, so that a signal reaches all that a Ctrl-C would reach, and not
   * deaf to SIGINT where the tests themselves run in the background.
   */
  private static List<String> asFromATerminal() {
    List<String> words = new ArrayList<>();
    for (List<String> prefix : List.of(List.of("env", "--default-signal=INT"), List.of("setsid"))) {
      List<String> probe = new ArrayList<>(prefix);
      probe.add("true");
      try {
        if (new ProcessBuilder(probe).start().waitFor() == 0) {
          words.addAll(prefix);
        }
      } catch (IOException e) {
        // This system has no such program.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return List.copyOf(words);
  }

  /** Sends INT or TERM to all of its group, as a terminal does. */
  public void interrupt(String signal) throws IOException, InterruptedException {
    boolean hasGroup = AS_FROM_A_TERMINAL.contains("setsid");
    signal(signal, (hasGroup ? "-" : "") + process.pid());
  }

  /** Kills it alone, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Sends a signal to some process. */
  public static void signal(String signal, String process)
      throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-s", signal, "--", process).start().waitFor()).isZero();
  }

  /** The first line of standard output that contains this. */
  public String awaitOut(String text) {
    return awaitLine(out, text);
  }

  /** The first line of standard error that contains this. */
  public String awaitErr(String text) {
    return awaitLine(err, text);
  }

  private String awaitLine(Path file, String text) {
    await("\"" + text + "\" from " + command)
        .atMost(LIMIT)
        .until(() -> !process.isAlive() || line(file, text) != null);
    String line = line(file, text);
    assertThat(line).as("line with \"%s\"; %s", text, this).isNotNull();
    return line;
  }

  /** Only whole lines count. */
  private static String line(Path file, String text) {
    String written = read(file);
    return written
        .substring(0, written.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElse(null);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end. */
  public int exitCode() throws InterruptedException {
    return exitCode(LIMIT);
  }

  public int exitCode(Duration limit) throws InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        .as("has ended within %s; %s", limit, this)
        .isTrue();
    return process.exitValue();
  }

  /** Everything that it has started so far and that lives; remembered, to be ended with it. */
  public List<ProcessHandle> descendants() {
    List<ProcessHandle> living = process.descendants().toList();
    children.addAll(living);
    return living;
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  public String lastLine() {
    List<String> lines = out().lines().toList();
    assertThat(lines).as("standard output of %s", this).isNotEmpty();
    return lines.get(lines.size() - 1);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the description of a failed assertion. */
  @Override
  public String toString() {
    return command + "\nstdout:\n" + out() + "\nstderr:\n" + err();
  }

  @Override
  public void close() throws IOException {
    descendants();
    Stream.concat(Stream.of(process.toHandle()), children.stream())
        .forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    Files.delete(out);
    Files.delete(err);
  }
}
