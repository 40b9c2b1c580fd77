package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressDisplayTest {
  private static final ProgressLine LINE = new ProgressLine("read", "messages", -1);

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private ProgressDisplay open(Map<String, String> environment) {
    return new ProgressDisplay(
        LINE, () -> 7, Terminal.of(environment), new PrintWriter(err), new StatusLine(screen));
  }

  private String shown() {
    return screen.toString(UTF_8);
  }

  @Test
  void erasesItsLineAtTheEnd() {
    Map<String, String> terminal = Map.of("CONVEYOR_STDERR_TTY", "1", "COLUMNS", "60");
    try (ProgressDisplay display = open(terminal).awaiting(() -> "")) {
      await().until(() -> shown().contains("read 7 messages"));
    }
    assertThat(shown()).endsWith("\r\u001b[J");
    assertThat(err.toString()).isEmpty();
  }

  /** As after Ctrl-C, which interrupts the thread of the command. */
  @Test
  void erasesItsLineWhenItsThreadIsInterrupted() {
    Map<String, String> terminal = Map.of("CONVEYOR_STDERR_TTY", "1");
    ProgressDisplay display = open(terminal).awaiting(() -> "the first message");
    await().until(() -> shown().contains("waiting for the first message"));
    Thread.currentThread().interrupt();
    display.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(shown()).endsWith("\r\u001b[J");
  }

  /** A first batch that takes long: its messages have come, they are not awaited. */
  @Test
  void tellsTheWorkThatHasBegunInsteadOfWhatIsAwaited() {
    Map<String, String> terminal = Map.of("CONVEYOR_STDERR_TTY", "1");
    AtomicReference<String> activity = new AtomicReference<>("");
    try (ProgressDisplay display =
        open(terminal).awaiting(() -> "the first message").busyWith(activity::get)) {
      await().until(() -> shown().contains("waiting for the first message"));
      activity.set("processing batch 0: 28,713 messages");
      await().until(() -> shown().contains("processing batch 0: 28,713 messages  0:0"));
    }
  }

  @Test
  void drawsNothingOffATerminal() {
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of("CONVEYOR_STDERR_TTY", "1", "TERM", "dumb"))) {
      assertThat(Terminal.of(environment).isErr()).isFalse();
      try (ProgressDisplay display = open(environment).awaiting(() -> "")) {
        await().during(Duration.ofMillis(600)).until(() -> shown().isEmpty());
      }
    }
    assertThat(shown()).isEmpty();
    assertThat(err.toString()).isEmpty();
  }
}
