package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A command of {@code scripts/conveyor} on a pseudo-terminal, which {@code script} of util-linux
 * opens. Belongs to one thread.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final String TYPED =
      "mkfifo \"$1\" && exec script -qefc \"$2\" /dev/null <>\"$1\"";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path keyboard;
  private final Launched script;
  private final String device;

  private PseudoTerminal(Path keyboard, Launched script) {
    this.keyboard = keyboard;
    this.script = script;
    this.device = script.awaitOut("/dev/").strip();
  }

  /** Opens a terminal of this size and starts the command on it. */
  public static PseudoTerminal open(int columns, int rows, Path folder, String... words)
      throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux is not installed");
    List<String> command = new ArrayList<>();
    command.add(quoted(Launched.HOME.resolve("scripts/conveyor").toString()));
    for (String word : words) {
      command.add(quoted(word));
    }
    String size = "stty cols " + columns + " rows " + rows;
    String inner = size + "; tty; exec " + String.join(" ", command);
    Path keyboard = folder.resolve("keyboard");
    Map<String, String> environment = Map.of("TERM", "xterm", "COLUMNS", "", "SHELL", "/bin/sh");
    return new PseudoTerminal(
        keyboard,
        Launched.command(environment, "sh", "-c", TYPED, "sh", keyboard.toString(), inner));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Everything that was sent to the terminal since the command started, control codes included. */
  public String sent() {
    String all = script.out();
    return all.substring(all.indexOf('\n') + 1);
  }

  /** Waits until the terminal has got this. */
  public void await(String text) {
    Awaitility.await("\"" + text + "\" on the terminal")
        .atMost(LIMIT)
        .until(() -> !script.isAlive() || sent().contains(text));
    assertThat(sent()).contains(text);
  }

  /** Sets its width, of which the kernel tells the command. */
  public void resize(int columns) throws IOException, InterruptedException {
    ProcessBuilder stty =
        new ProcessBuilder("stty", "-F", device, "cols", Integer.toString(columns));
    assertThat(stty.start().waitFor()).isZero();
  }

  public void type(String keys) throws IOException {
    try (OutputStream out = Files.newOutputStream(keyboard)) {
      out.write(keys.getBytes(UTF_8));
    }
  }

  public int exitCode() throws InterruptedException {
    return script.exitCode();
  }

  @Override
  public void close() throws IOException {
    script.close();
  }
}
