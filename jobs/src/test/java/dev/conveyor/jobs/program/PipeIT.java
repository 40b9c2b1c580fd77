package dev.conveyor.jobs.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.batch.BatchOutput;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.Programs;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in Python, awk and sh on every engine: the counts of {@code word-count}. */
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
class PipeIT {
  /** A sleep time that no other process uses. */
  private static final String SECONDS = "730" + ProcessHandle.current().pid();

  private static final int LINES = 20_000;

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path text;
  private static BatchOutput expected;

  /** ASCII, with all of its marks, in lines of either kind. */
  @BeforeAll
  static void write() throws IOException {
    Programs.needs("python3", "awk");
    text = shared.resolve("text");
    Random random = new Random(6);
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      for (int length = random.nextInt(60); length > 0; length--) {
        lines.append(random.nextInt(4) == 0 ? ' ' : (char) (' ' + random.nextInt(95)));
      }
      lines.append(random.nextInt(5) == 0 ? "\r\n" : "\n");
    }
    Files.writeString(text, lines + "don't stop 3rd 2024 6'2 a''b 'tis dogs' B2B");
    Path counted = shared.resolve("counted");
    assertThat(Said.by("batch", "word-count", text.toString(), counted.toString()).code()).isZero();
    expected = output(counted);
  }

  private static BatchOutput output(Path place) throws IOException {
    return new BatchOutput(
        FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(place.toString()));
  }

  private Said pipe(String engine, String mapper, String input, String... words) {
    List<String> command = new ArrayList<>(List.of("batch", "pipe", input));
    command.addAll(List.of(folder.resolve("out").toString(), "--mapper", mapper));
    command.addAll(List.of("--engine", engine, "--json"));
    command.addAll(List.of(words));
    return Said.by(command.toArray(String[]::new));
  }

  private void assertCounted(Said said) throws IOException {
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(output(folder.resolve("out")).sortedLines()).isEqualTo(expected.sortedLines());
    List<Long> figures = BatchOutput.figures(said.out());
    assertThat(figures.get(0)).as("records").isEqualTo(LINES + 1);
    assertThat(figures.get(2)).as("keys").isEqualTo(expected.lines().size());
    assertThat(figures.subList(3, 5)).as("malformed, dead").containsOnly(0L);
  }

  private static String python(String script) {
    return "python3 " + Programs.file(script);
  }

  @Tag("spark")
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aMapperInPythonCountsWhatWordCountDoes(String engine) throws IOException {
    assertCounted(
        pipe(
            engine,
            python("words.py"),
            text.toString(),
            "-Dmapreduce.input.fileinputformat.split.maxsize=200000",
            "-Dmapreduce.job.reduces=3"));
    assertThat(folder.resolve("out/_dead")).doesNotExist();
  }

  /** Handed to the tasks as files, and not otherwise where these work. */
  @Tag("spark")
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aMapperInAwkAndAReducerInPythonDoTheSame(String engine) throws IOException {
    assertCounted(
        pipe(
            engine,
            "awk -f words.awk",
            text.toString(),
            "--reducer",
            "python3 total.py",
            "-files",
            Programs.file("words.awk") + "," + Programs.file("total.py"),
            "-Dmapreduce.input.fileinputformat.split.maxsize=200000",
            "-Dmapreduce.job.reduces=2"));
    assertThat(Path.of("words.awk")).as("left in the folder of the command").doesNotExist();
  }

  /** Shown as they come to it: sorted by unsigned bytes, a key in one process. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aReducerGetsSortedLinesAndPrintsTheResult(String engine) throws IOException {
    Path input = folder.resolve("in");
    Files.writeString(input, "b\t1\nB\t2\té\né\tx\nb\t0\n\t4\nnone\na b\t\n");
    Said said = pipe(engine, "cat", input.toString(), "--reducer", "sh -c 'cat; echo the end'");
    assertThat(said.code()).as(said.err()).isZero();
    List<String> lines = output(folder.resolve("out")).lines();
    assertThat(lines).hasSize(8).endsWith("the end");
    assertThat(lines.stream().map(line -> line.replaceFirst("\t.*", "")))
        .containsExactly("", "B", "a b", "b", "b", "none", "Ã©", "the end");
    assertThat(lines).contains("\t4", "B\t2\tÃ©", "a b\t", "none\t").contains("b\t1", "b\t0");
    assertThat(BatchOutput.figures(said.out())).containsExactly(7L, 7L, 6L, 0L, 0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aProgramThatFailsFailsTheJob(String engine) throws IOException {
    String failing = "python3 -c 'import sys; sys.stdin.readline(); raise ValueError(\"no such\")'";
    pipe(engine, failing, text.toString())
        .isFailure("cannot run mapper python3", "it ended with 1", "ValueError: no such");
    pipe(engine, "cat", text.toString(), "--reducer", "sh -c 'echo half; echo over >&2; exit 7'")
        .isFailure("cannot run reducer sh", "it ended with 7: over;");
    pipe(engine, "no-such-program", text.toString())
        .isFailure("cannot start mapper no-such-program");
    assertThat(output(folder.resolve("out")).siblings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void whatIsNoAmountIsADeadLetter(String engine) throws IOException {
    Path input = Files.writeString(folder.resolve("in"), "a\t1\nb\na\tx\n0123456789\na\t2\n");
    Said said = pipe(engine, "cat", input.toString(), "--max-message", "9");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(BatchOutput.figures(said.out())).containsExactly(5L, 2L, 1L, 0L, 3L);
    BatchOutput output = output(folder.resolve("out"));
    assertThat(output.lines()).containsExactly("a\t3");
    assertThat(output.deadLetters())
        .hasSize(3)
        .anyMatch(line -> line.contains("no tab between") && line.contains("mapper cat"))
        .anyMatch(line -> line.contains("is not a 64-bit integer"))
        .anyMatch(line -> line.contains("over the limit of 9") && line.contains(input.toString()));
    assertThat(folder.resolve("out/_dead/pipe")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void whatWaitsInAQueueGoesThroughItToo(String engine) throws IOException {
    for (int i = 0; i < 2_000; i++) {
      redis.client().rpush("waiting".getBytes(UTF_8), ("k" + i % 7 + "\t1").getBytes(UTF_8));
    }
    Said said = pipe(engine, "head -n 10", redis.list("waiting"));
    assertThat(said.code()).as(said.err()).isZero();
    List<Long> figures = BatchOutput.figures(said.out());
    assertThat(figures.get(0)).as("read to the end").isEqualTo(2_000);
    assertThat(figures.get(1)).as("ten a task").isBetween(10L, 500L).matches(n -> n % 10 == 0);
    assertThat(output(folder.resolve("out")).lines()).hasSize(7);
    assertThat(redis.client().exists("waiting".getBytes(UTF_8))).isFalse();
  }

  /** More than fits into the memory that it is given: Hadoop's sorter merges files. */
  @Test
  void theLocalEngineSortsOnDisk() throws IOException {
    Said said =
        pipe(
            "local",
            python("words.py"),
            text.toString(),
            "--reducer",
            python("total.py"),
            "-Dseqfile.io.sort.mb=1",
            "-Dseqfile.io.sort.factor=2");
    assertCounted(said);
  }

  /** Of streaming's settings, those that would make the lines others than on every engine. */
  @Test
  void whatHadoopStreamingCannotKeepHereIsRefused() throws IOException {
    pipe("hadoop", "cat", text.toString(), "-Dstream.map.output.field.separator=,")
        .isFailure("cannot run programs with stream.map.output.field.separator=,:", "leave it out");
    assertThat(output(folder.resolve("out")).siblings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void noProgramSeesOurSecrets(String engine) throws Exception {
    Path input = Files.writeString(folder.resolve("in"), "a\n");
    try (Launched launched =
        Launched.conveyor(
            Map.of("CONVEYOR_REDIS_PASSWORD", "swordfish", "OF_THE_USER", "kept"),
            "batch",
            "pipe",
            input.toString(),
            folder.resolve("out").toString(),
            "--engine",
            engine,
            "-Dfs.s3a.secret.key=swordfish",
            "--mapper",
            "bash -c 'cat > /dev/null; env | grep -c sword[f]ish | sed \"s/^/found\\t/\"; env | cut -d= -f1 | sed \"s/$/\\t1/\"'")) {
      assertThat(launched.exitCode()).as("%s", launched).isZero();
    }
    assertThat(output(folder.resolve("out")).lines())
        .contains("OF_THE_USER\t1", "found\t0")
        .noneMatch(line -> line.startsWith("CONVEYOR_"));
  }

  /** Deaf to what a terminal sends, and waiting for nothing that ends. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void ctrlCLeavesNoProgram(String engine) throws Exception {
    String mapper =
        "bash -c \"trap '' INT TERM HUP; sleep " + SECONDS + " | sleep " + SECONDS + "\"";
    try (Launched launched =
        Launched.conveyor(
            "batch",
            "pipe",
            Installation.HOME.resolve("data/mammoth.txt").toString(),
            folder.resolve("out").toString(),
            "--engine",
            engine,
            "--mapper",
            mapper)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> sleeping() == 2);
      launched.interrupt("INT");
      assertThat(launched.exitCode()).as("%s", launched).isEqualTo(130);
      assertThat(launched.err().lines())
          .contains("interrupted; nothing was written to " + folder.resolve("out"));
      await().atMost(Duration.ofSeconds(20)).until(() -> sleeping() == 0);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static long sleeping() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains("sleep") && line.endsWith(" " + SECONDS))
        .filter(line -> !line.contains("bash"))
        .count();
  }
}
