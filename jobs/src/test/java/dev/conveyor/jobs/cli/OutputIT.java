package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conveyor.jobs.console.Failures;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output takes nothing more, or whose standard streams are closed. */
@Timeout(120)
class OutputIT {
  private static final int MESSAGES = 500;
  private static final int WORKERS = 3;
  private static final String CONVEYOR = "'" + Launched.HOME.resolve("scripts/conveyor") + "' ";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir private Path folder;

  private static Launched shell(String line) throws IOException {
    return Launched.command("bash", "-c", line);
  }

  private String work(String options) {
    return CONVEYOR + "work --from '" + redis.list("belt") + "' --patience 2s " + options;
  }

  private void fill() {
    redis
        .client()
        .rpush(
            "belt",
            IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));
  }

  private long waiting() {
    return redis.client().llen("belt");
  }

  /** Lines may wait in the pipe that its reader did not read; that is little. */
  @ParameterizedTest
  @ValueSource(strings = {"head -n 3", "true", "(read line; echo 1; echo 2; echo \"$line\")"})
  void aReaderThatLeavesEndsWorkersQuietly(String reader) throws Exception {
    fill();
    String forwarding = "--workers " + WORKERS + " --to '" + redis.list("next") + "' --attempts 1 ";
    try (Launched shell = shell(work(forwarding) + "| " + reader + "; exit ${PIPESTATUS[0]}")) {
      assertThat(shell.exitCode()).as("%s", shell).isEqualTo(Failures.CLOSED_PIPE);
      assertThat(shell.err()).doesNotContain("cannot").contains("handled ");
    }
    long forwarded = redis.client().llen("next");
    assertThat(forwarded).isLessThan(MESSAGES);
    // What was being forwarded when the reader left is sent again: at least once.
    assertThat(waiting() + forwarded)
        .as("nothing lost")
        .isBetween((long) MESSAGES, (long) MESSAGES + WORKERS);
    assertThat(redis.client().keys("{belt}:work:*")).as("in hand").isEmpty();
    assertThat(redis.client().exists("{belt}:dead")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"> /dev/full", ">&-", "--workers 2 --json > /dev/full"})
  void whatCannotBePrintedStaysInTheQueue(String where) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
    fill();
    try (Launched shell = shell(work("--attempts 1 " + where))) {
      Said.by(shell).isFailure("write to standard output");
    }
    assertThat(waiting()).isEqualTo(MESSAGES);
    assertThat(redis.client().keys("*")).containsExactly("belt");
  }

  /** A JVM would open one of its own files in the place of a closed descriptor. */
  @ParameterizedTest
  @CsvSource({"<&-,0", "<&- 2>&-,0", "<&- >&-,1", "<&- >&- 2>&-,1"})
  void aClosedStandardInputIsEmptyAndFeedsNoFileOfTheJvm(String closed, int code) throws Exception {
    String feed = CONVEYOR + "feed lines - --to '" + redis.list("belt") + "' " + closed;
    try (Launched shell = shell(feed)) {
      assertThat(shell.exitCode()).as("%s", shell).isEqualTo(code);
    }
    assertThat(redis.client().keys("*")).isEmpty();
  }

  /** A file that may not grow any further: the last whole line in it is the last acknowledged. */
  @Test
  void aDiskThatFillsUpEndsWorkersAtTheLastWholeLine() throws Exception {
    fill();
    Path printed = folder.resolve("printed");
    String limited = "trap '' XFSZ; ulimit -f 4; ";
    try (Launched shell = shell(limited + work("> '" + printed + "'"))) {
      assertThat(shell.exitCode()).as("%s", shell).isEqualTo(Failures.FAILED);
      assertThat(shell.err()).contains("cannot write to standard output");
    }
    long lines = Files.readString(printed).chars().filter(octet -> octet == '\n').count();
    assertThat(lines).isBetween(1L, MESSAGES - 1L);
    assertThat(waiting()).isEqualTo(MESSAGES - lines);
  }

  /** In one shell after the other; each must exit with its code. */
  @ParameterizedTest
  @CsvSource({"> /dev/full,1", "| true,141"})
  void eachCommandThatCannotTellItsResultFails(String where, int code) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
    Path text = Files.writeString(folder.resolve("text"), "some words\n");
    List<String> lines = new ArrayList<>();
    for (String command :
        List.of(
            "queue '" + redis.list("belt") + "' --json",
            "feed lines '" + text + "' --to '" + redis.list("fed") + "'",
            "keygen '" + folder.resolve("key") + "'",
            "batch word-count '" + text + "' '" + folder.resolve("out") + "' --json")) {
      lines.add(CONVEYOR + command + " " + where + "; echo ${PIPESTATUS[0]}");
    }
    try (Launched shell = shell(String.join("\n", lines))) {
      assertThat(shell.exitCode()).isZero();
      assertThat(shell.out().lines()).as("%s", shell).containsOnly(Integer.toString(code));
      assertThat(shell.err().lines().filter(line -> line.startsWith("cannot ")))
          .hasSize(code == Failures.FAILED ? lines.size() : 0);
    }
    assertThat(folder.resolve("out/_SUCCESS")).as("it is whole").exists();
    assertThat(folder.resolve("key")).as("of which the public one is unknown").doesNotExist();
  }

  @Test
  void theDemoEndsWithItsReader() throws Exception {
    try (Launched shell = shell(CONVEYOR + "demo | head -n 1; exit ${PIPESTATUS[0]}")) {
      assertThat(shell.exitCode()).as("%s", shell).isEqualTo(Failures.CLOSED_PIPE);
      assertThat(shell.err()).doesNotContain("cannot", "Exception");
    }
  }
}
