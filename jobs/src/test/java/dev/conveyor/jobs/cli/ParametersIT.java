package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.jobs.poison.Tracked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of jobs, and jobs that are opened and closed, on every engine. */
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
class ParametersIT {
  private static final List<String> RECORDS =
      List.of("three words here", "where every queen", "a an", "every day");

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Said run(String engine, String job, String... options) throws IOException {
    List<String> words = new ArrayList<>();
    if (engine.equals("stream")) {
      RECORDS.forEach(record -> redis.client().rpush("records", record));
      words.addAll(List.of("stream", job, "--from", redis.list("records")));
      words.addAll(List.of("--out", out().toString(), "--until-idle", "1s", "--interval", "300ms"));
    } else {
      Path in = Files.write(folder.resolve("in"), RECORDS);
      words.addAll(List.of("batch", job, in.toString(), out().toString(), "--engine", engine));
    }
    words.addAll(List.of(options));
    return Said.by(words.toArray(String[]::new));
  }

  private Map<String, Long> sums(String engine, String id) throws Exception {
    return Sums.of("sum", engine.equals("stream") ? out().resolve(id) : out(), folder);
  }

  private void clear() {
    redis.client().flushAll();
    FileUtil.fullyDelete(out().toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream"})
  void parametersReachTheTasks(String engine) throws Exception {
    Said said = run(engine, "words", "--param", "letters=5");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums(engine, "words-letters=5"))
        .isEqualTo(Map.of("three", 1L, "words", 1L, "where", 1L, "every", 2L, "queen", 1L));
    clear();
    said = run(engine, "words", "--param=letters=5", "--param=vowel=true");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums(engine, "words-letters=5-vowel=true")).isEqualTo(Map.of("every", 2L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void theTopIsAParameterAndAnOption(String engine) throws Exception {
    Said said = run(engine, "top-words", "--param", "top=1");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums(engine, "")).isEqualTo(Map.of("every", 2L));
    clear();
    said = run(engine, "top-words", "--top", "1");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums(engine, "")).isEqualTo(Map.of("every", 2L));
    run(engine, "top-words", "--top", "1", "--param", "top=2").isMisuse("parameter top twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "stream"})
  void otherParametersAreRefusedWithTheList(String engine) throws Exception {
    run(engine, "words", "--param", "lettres=5")
        .isMisuse("parameter lettres: unknown", "letters (whole number from 1 to 1000)", "vowel (")
        .atOnce();
    run(engine, "words", "--param", "letters=five")
        .isMisuse("letters=five: expected whole number from 1 to 1000")
        .atOnce();
    run(engine, "words", "--param", "letters").isMisuse("\"letters\"", "NAME=VALUE").atOnce();
    run(engine, "words", "--param", "letters=1", "--param", "letters=1")
        .isMisuse("parameter letters twice")
        .atOnce();
    run(engine, "word-count", "--param", "letters=5").isMisuse("word-count has no parameters");
  }

  /** A restart with another parameter would mix results. */
  @Test
  void aRunHasItsParameters() throws Exception {
    assertThat(run("stream", "words", "--param", "letters=5").code()).isZero();
    run("stream", "words", "--param", "letters=4").isFailure(out().toString());
    assertThat(run("stream", "words", "--param", "letters=05").code()).isZero();
    assertThat(sums("stream", "words-letters=5")).containsEntry("every", 6L);
  }

  @Test
  void severalJobsTakeTheParametersThatTheyHave() throws Exception {
    Said said = run("stream", "words,word-count", "--param", "letters=5");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums("stream", "words-letters=5")).hasSize(5);
    assertThat(sums("stream", "word-count")).hasSize(9);
    run("stream", "words,word-count", "--param", "top=5")
        .isMisuse("parameter top", "conveyor jobs");
  }

  @Test
  void jobsAreListedWithTheirParameters() {
    Said all = Said.by("jobs");
    assertThat(all.out().lines())
        .contains(
            "word-count",
            "  letters (whole number from 1 to 1000): count only words of that many letters",
            "  vowel (true or false, default false): count only words that start with a vowel");
    assertThat(Said.by("jobs", Tracked.class.getName()).out())
        .isEqualTo(
            Tracked.class.getName() + "\n  fails (text, default none): the step that fails\n");
    Said.by("jobs", "no.such.Job").isMisuse("no.such.Job");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream"})
  void aJobIsOpenedAndClosedOnceATask(String engine) throws Exception {
    for (String fails : List.of("none", "open", "map", "close")) {
      int opened = Tracked.OPENED.get();
      int closed = Tracked.CLOSED.get();
      String job = Tracked.class.getName();
      Said said = run(engine, job, "--param", "fails=" + fails, "--on-error", "fail");
      assertThat(said.code())
          .as("%s: %s", fails, said.err())
          .isEqualTo(fails.equals("none") ? 0 : 1);
      if (fails.equals("none")) {
        assertThat(sums(engine, job)).isEqualTo(Map.of("records", (long) RECORDS.size()));
      } else {
        String action = fails.equals("map") ? "run" : fails;
        assertThat(said.err().lines().filter(line -> line.startsWith("cannot ")))
            .as(said.err())
            .singleElement()
            .asString()
            .startsWith("cannot " + action + " job " + job)
            .contains("Exception: no such ");
      }
      assertThat(Tracked.OPENED.get()).isGreaterThan(opened);
      assertThat(Tracked.CLOSED.get() - closed).isEqualTo(Tracked.OPENED.get() - opened);
      clear();
    }
  }

  /** A dead letter is in the folder of the job with its parameters. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream"})
  void deadLettersAreInTheFolderOfTheParameters(String engine) throws Exception {
    Said said = run(engine, "words", "--param", "letters=5", "--max-message", "4");
    assertThat(said.code()).as(said.err()).isZero();
    Path dead = out().resolve("_dead/words-letters=5");
    try (var files = Files.walk(dead)) {
      Path part =
          files.filter(file -> file.getFileName().toString().startsWith("part-")).findFirst().get();
      assertThat(Files.readString(part, UTF_8)).contains("over the limit of 4");
    }
  }
}
