package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.PseudoTerminal;
import dev.conveyor.jobs.kit.RedisExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a terminal: errors, progress while it is resized, and Ctrl-C. */
@Timeout(120)
class TerminalIT {
  private static final String CTRL_C = "\u0003";
  private static final String ERASED = "\r\u001b[J";

  /** One drawing of the progress, which ends with the cursor at the beginning of its line. */
  private static final Pattern DRAWN =
      Pattern.compile("\r\u001b\\[\\?7l([^\u001b\r\n]*)\u001b\\[J\u001b\\[\\?7h\r");

  @TempDir Path folder;
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private PseudoTerminal open(String... words) throws Exception {
    return PseudoTerminal.open(80, 24, folder, words);
  }

  private static List<String> drawn(PseudoTerminal terminal) {
    return DRAWN.matcher(terminal.sent()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  private static void awaitDrawing(PseudoTerminal terminal, Pattern text) {
    await(text.pattern())
        .atMost(Duration.ofSeconds(30))
        .until(() -> drawn(terminal).stream().anyMatch(text.asMatchPredicate()));
  }

  @Test
  @Tag("spark")
  void endsWithTheErrorInOneLine() throws Exception {
    String out = folder.resolve("out").toString();
    try (PseudoTerminal terminal =
        open("stream", "word-count", "--form", redis.list("words"), "--out", out)) {
      assertThat(terminal.exitCode()).isEqualTo(2);
      // The launcher may say before that it builds.
      List<String> lines = terminal.sent().lines().toList();
      assertThat(terminal.sent()).endsWith("--help\r\n").doesNotContain("Usage");
      assertThat(lines.get(lines.size() - 1))
          .isEqualTo("cannot use --form: unknown option; try --from; see conveyor stream --help")
          .hasSizeLessThanOrEqualTo(80);
    }
  }

  @Test
  void followsItsWidth() throws Exception {
    try (PseudoTerminal terminal =
        open(
            "feed",
            "chocolates",
            "--to",
            redis.list("belt"),
            "--rate",
            "20/s",
            "--count",
            "9999")) {
      awaitDrawing(terminal, Pattern.compile("sent \\d+%  \\[.*\\]  .*/9,999 chocolates  .* left"));
      terminal.resize(40);
      awaitDrawing(terminal, Pattern.compile("sent \\d+%  \\[ *\\]  .{1,20}"));
      terminal.resize(20);
      awaitDrawing(terminal, Pattern.compile("sent \\d+%  [0-9.]+/s"));
      terminal.resize(120);
      awaitDrawing(terminal, Pattern.compile("sent \\d+%  \\[.{40}\\]  .*"));
      terminal.type(CTRL_C);
      assertThat(terminal.exitCode()).isEqualTo(130);
      assertThat(drawn(terminal)).allMatch(line -> !line.contains("?") && line.length() < 120);
      String end = terminal.sent().substring(terminal.sent().lastIndexOf(ERASED));
      assertThat(end).matches("\r\u001b\\[Jsent \\d+ chocolates to redis://.* s\r\n");
    }
  }

  /** The terminal shows ^C before there is any progress to show. */
  @Test
  void beginsALineWithTheSummary() throws Exception {
    try (PseudoTerminal terminal = open("work", "--from", redis.list("belt"))) {
      terminal.await("has handled it\r\n");
      redis.client().rpush("belt", "a praline");
      terminal.await("a praline");
      terminal.type(CTRL_C);
      assertThat(terminal.exitCode()).isEqualTo(130);
      assertThat(terminal.sent()).contains("^C" + ERASED).doesNotContain("gaps", "into a run");
      assertThat(terminal.sent()).contains(ERASED + "handled 1 message in ");
    }
  }
}
