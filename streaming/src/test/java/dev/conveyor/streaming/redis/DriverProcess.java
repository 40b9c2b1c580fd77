package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.TransportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The first driver of a run in a process of its own, which can be killed or frozen. */
public final class DriverProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  public DriverProcess(Address address, Duration lease) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DriverProcess.class.getName(),
                address.toString(),
                Long.toString(lease.toMillis()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    commands = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  public static void main(String[] words) throws Exception {
    Duration lease = Duration.ofMillis(Long.parseLong(words[1]));
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Backlog backlog =
        Replayable.at(Address.parse(words[0]))
            .openBacklog(BacklogOptions.of("run", 1).withLease(lease))) {
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        System.out.println(answer(backlog, command));
      }
    }
  }

  private static String answer(Backlog backlog, String command) throws InterruptedException {
    String[] words = command.split(" ", 2);
    try {
      switch (words[0]) {
        case "next" -> {
          Optional<Range> range = backlog.next(new Position(words[1]), new Bounds(10, 1_000));
          return range.map(found -> found.to().text()).orElse("nothing");
        }
        case "release" -> backlog.release(new Position(words[1]));
        default -> backlog.ensureHeld();
      }
      return "done";
    } catch (TransportException e) {
      return e.getClass().getSimpleName();
    }
  }

  public String ask(String command) throws IOException {
    commands.println(command);
    return answers.readLine();
  }

  /** {@code STOP}, {@code CONT} or {@code KILL}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
