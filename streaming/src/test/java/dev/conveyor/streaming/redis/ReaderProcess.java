package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A reader in a process of its own, which does what it is told and can be killed or frozen. */
public final class ReaderProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  public ReaderProcess(Address address, ReaderOptions options) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ReaderProcess.class.getName(),
                address.toString(),
                Long.toString(options.lease().toMillis()),
                Integer.toString(options.attempts()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    commands = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  public static void main(String[] words) throws Exception {
    ReaderOptions options =
        ReaderOptions.defaults()
            .withLease(Duration.ofMillis(Long.parseLong(words[1])))
            .withAttempts(Integer.parseInt(words[2]));
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    Deque<Message> held = new ArrayDeque<>();
    try (MessageReader reader =
        new RedisTransport().endpoint(Address.parse(words[0])).openReader(options)) {
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        if (command.equals("read")) {
          held.addAll(Texts.read(reader, 1));
          System.out.println(Texts.of(held.getLast()));
        } else {
          reader.acknowledge(List.of(held.removeFirst()));
          System.out.println("acknowledged");
        }
      }
    }
  }

  /** Reads one message and keeps it in hand; returns its text. */
  public String read() throws IOException {
    return ask("read");
  }

  /** Acknowledges the oldest message in hand. */
  public void acknowledge() throws IOException {
    ask("acknowledge");
  }

  private String ask(String command) throws IOException {
    commands.println(command);
    return answers.readLine();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@code STOP} or {@code CONT}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
