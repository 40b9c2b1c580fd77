package dev.conveyor.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.NastyText;
import dev.conveyor.jobs.kit.Sums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job in a process of its own, with the README's command. */
@Tag("spark")
@Timeout(120)
class DemoIT {
  private static final Path POEM = Launched.HOME.resolve("data/mammoth.txt");
  private static final List<String> WORD_JOBS =
      List.of("word-count", "vowel-words", "five-letter-words");

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  /** For whatever the demo writes, so that what it leaves behind is seen. */
  private Path temporary() throws IOException {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  private Launched demo(String... words) throws IOException {
    String[] all = new String[words.length + 1];
    all[0] = "demo";
    System.arraycopy(words, 0, all, 1, words.length);
    String properties = "-XX:-UsePerfData -Djava.io.tmpdir=" + temporary();
    return Launched.conveyor(
        Map.of("JAVA_TOOL_OPTIONS", properties, "TMPDIR", temporary().toString()), all);
  }

  /** Waits until words are shown; returns the processes that the demo has started: its Redis. */
  private List<ProcessHandle> awaitShow(Launched demo) throws IOException {
    demo.awaitOut("words ");
    assertThat(temporary()).isDirectoryContaining("glob:**/conveyor-redis-*");
    List<ProcessHandle> children = demo.descendants();
    assertThat(children).isNotEmpty();
    return children;
  }

  private void assertNothingIsLeft(List<ProcessHandle> children) throws IOException {
    await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    // The launcher keeps a link there for a path that no class path can hold.
    assertThat(temporary()).isDirectoryNotContaining(file -> !isOfLauncher(file));
  }

  private static boolean isOfLauncher(Path file) {
    return file.getFileName().toString().matches("conveyor-[0-9]+");
  }

  @Test
  void accountsForEveryWordAndChocolate() throws Exception {
    try (Launched demo = demo("--out", out().toString())) {
      List<ProcessHandle> children = awaitShow(demo);
      assertThat(demo.exitCode()).as("%s", demo).isZero();
      assertThat(demo.out())
          .contains("156 of 156 words", "60 of 60 chocolates")
          .containsPattern("word-count +156 +\\(110 different\\)")
          .containsPattern("vowel-words +39 +\\(19 different\\)")
          .containsPattern("five-letter-words +28 +\\(25 different\\)")
          .containsPattern("chocolate-count +60 ")
          .contains("cheese", "truffle");
      assertThat(demo.err()).doesNotContain("cannot ", "\tat ");
      assertNothingIsLeft(children);
    }
    for (String job : WORD_JOBS) {
      assertThat(Sums.ofBatches(out(), job, folder)).as(job).isEqualTo(Sums.of(job, POEM, folder));
    }
    assertThat(Sums.ofBatches(out(), "five-letter-words", folder))
        .hasSize(25)
        .containsEntry("queen", 3L);
    assertThat(Sums.total(Sums.ofBatches(out(), "chocolate-count", folder))).isEqualTo(60);
  }

  @Test
  void losesNothingOfANastyText() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("\ufeffquit quit\r\nco\u00adoperate zero\u200bwidth\r\n\r\n".getBytes(UTF_8));
    NastyText.lines(60).forEach(text::writeBytes);
    text.writeBytes(
        new byte[] {' ', (byte) 0xc3, ' ', 0, ' ', (byte) 0xf0, (byte) 0x9f, '\r', '\n'});
    text.writeBytes("mam".repeat(100_000).getBytes(UTF_8));
    text.writeBytes(" quit".getBytes(UTF_8));
    assertThatAllOfItIsCounted(text.toByteArray());
  }

  @Test
  void losesNothingOfALongText() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte[] word : NastyText.words(100_000)) {
      text.writeBytes(word);
      text.write('\n');
    }
    assertThatAllOfItIsCounted(text.toByteArray());
  }

  private void assertThatAllOfItIsCounted(byte[] text) throws Exception {
    Path file = Files.write(folder.resolve("a text.txt"), text);
    try (Launched demo = demo(file.toString(), "--out", out().toString(), "--json")) {
      List<ProcessHandle> children = awaitShow(demo);
      assertThat(demo.exitCode()).as("%s", demo).isZero();
      JsonNode summary = new ObjectMapper().readTree(demo.lastLine());
      for (String job : WORD_JOBS) {
        Map<String, Long> expected = Sums.of(job, file, folder);
        assertThat(Sums.ofBatches(out(), job, folder)).as(job).isEqualTo(expected).isNotEmpty();
        assertThat(summary.at("/" + job + "/sum").asLong()).isEqualTo(Sums.total(expected));
        assertThat(summary.at("/" + job + "/keys").asInt()).isEqualTo(expected.size());
      }
      assertThat(summary.at("/words/counted").asLong())
          .isEqualTo(summary.at("/words/sent").asLong())
          .isPositive();
      assertNothingIsLeft(children);
    }
  }

  @Test
  void leavesNothingBehindWhenItIsInterrupted() throws Exception {
    try (Launched demo = demo()) {
      List<ProcessHandle> children = awaitShow(demo);
      demo.interrupt("INT");
      assertThat(demo.exitCode(Duration.ofSeconds(20))).as("%s", demo).isEqualTo(130);
      assertThat(demo.out()).contains(" of ", " words accounted for");
      assertThat(demo.err()).doesNotContain("cannot ", "\tat ");
      assertNothingIsLeft(children);
    }
  }

  /** Before there is anything to show. */
  @Test
  void canBeInterruptedWhileItStarts() throws Exception {
    try (Launched demo = demo()) {
      demo.awaitErr("starting Redis");
      await().atMost(Duration.ofSeconds(30)).until(() -> !demo.descendants().isEmpty());
      List<ProcessHandle> children = demo.descendants();
      demo.interrupt("INT");
      assertThat(demo.exitCode(Duration.ofSeconds(20))).as("%s", demo).isEqualTo(130);
      assertThat(demo.err()).doesNotContain("\tat ");
      assertNothingIsLeft(children);
    }
  }
}
