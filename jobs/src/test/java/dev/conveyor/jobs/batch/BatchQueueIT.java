package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over what waits in Redis, on every engine, and what becomes of it if they fail. */
class BatchQueueIT extends BatchOfAQueue {
  /** Stumbles as long as it is told to. */
  public static final class Stumbling implements Mapping {
    static volatile boolean stumbles = true;

    @Override
    public void map(Bytes record, Tally into) {
      if (stumbles) {
        throw new IllegalStateException("not today");
      }
      into.add(record.buffer(), record.from(), record.from(), 1);
    }
  }

  /** Fails once a result is complete, as for a driver whose machine dies right then. */
  public static final class Dying extends RawLocalFileSystem {
    static volatile boolean dies;

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (dies && exists(new org.apache.hadoop.fs.Path(path, "out/_SUCCESS"))) {
        throw new IOException("the lights went out");
      }
      return super.listStatus(path);
    }
  }

  @ParameterizedTest
  @CsvSource({"local,", "spark,", "hadoop,", "spark,&shared", "hadoop,&shared"})
  void aListIsReadTogetherWithFilesAndGoes(String engine, String option) throws IOException {
    push(LINES.subList(0, 15_000));
    Path rest = file(folder.resolve("rest"), LINES.subList(15_000, 20_000));
    String list = redis.list("lines") + (option == null ? "" : option);
    Said said = batch(engine, "word-count", list, rest.toString(), out().toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("{\"records\":20000,", "\"lost\":0");
    assertThat(lines(out())).isEqualTo(reference(file(folder.resolve("all"), LINES)));
    assertThat(redis.client().exists(KEY)).isFalse();
    assertThat(keys()).noneMatch(key -> key.contains(":claim:"));
    assertThat(names()).containsExactly("all", "out", "reference", "rest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aStreamStaysAndIsReadWhollyEachTime(String engine) throws IOException {
    log(LINES);
    String stream = redis.at("stream=lines");
    for (int run = 0; run < 2; run++) {
      Said said = batch(engine, "word-count", stream, out().toString(), "--overwrite");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("{\"records\":20000,");
    }
    assertThat(lines(out())).isEqualTo(reference(file(folder.resolve("all"), LINES)));
    assertThat(redis.client().xlen(KEY)).isEqualTo(LINES.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void whatABatchReadGoesBackIfItFails(String engine) throws IOException {
    push(LINES);
    Stumbling.stumbles = true;
    String[] words = {Stumbling.class.getName(), redis.list("lines"), out().toString()};
    batch(engine, words).isFailure(Stumbling.class.getName(), "on lines", "not today");
    assertThat(redis.client().lrange(KEY, 0, -1)).containsExactlyElementsOf(LINES);
    assertThat(names()).isEmpty();
    Stumbling.stumbles = false;
    assertThat(batch(engine, words).code()).isZero();
    assertThat(lines(out())).containsExactly("\t20000");
    assertThat(redis.client().exists(KEY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void whatIsTooLongIsADeadLetter(String engine) throws IOException {
    push(List.of("we have seen thee".getBytes(UTF_8), "a b".getBytes(UTF_8)));
    Said said =
        batch(engine, "word-count", redis.list("lines"), out().toString(), "--max-message", "10B");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("\"records\":2,", "\"dead\":1");
    assertThat(lines(out())).containsExactly("a\t1", "b\t1");
    assertThat(lines(out().resolve("_dead/word-count")))
        .singleElement()
        .asString()
        .contains("message of 17 bytes is over the limit of 10", "\"source\":\"lines\"");
  }

  @Test
  void anEmptyQueueGivesAnEmptyResult() throws IOException {
    for (String engine : ENGINES_LIST.split(",", -1)) {
      Path out = folder.resolve(engine);
      assertThat(batch(engine, "word-count", redis.list("lines"), out.toString()).code()).isZero();
      assertThat(lines(out)).isEmpty();
      assertThat(out.resolve("_SUCCESS")).exists();
    }
  }

  @Test
  void nothingIsTakenForABatchThatCannotBe() throws IOException {
    push(LINES);
    Files.createDirectory(out());
    for (String engine : ENGINES_LIST.split(",", -1)) {
      batch(engine, "word-count", redis.list("lines"), out().toString())
          .isFailure("out", "it exists", "--overwrite")
          .atOnce();
      batch(engine, "word-count", redis.list("lines"), folder + "/none", folder + "/new")
          .isFailure("none", "no such file")
          .atOnce();
    }
    String unreachable = "redis://127.0.0.1:" + FreePort.any() + "?list=lines&reconnect=1s";
    batch("local", "word-count", unreachable, folder + "/new")
        .isFailure(unreachable, "no answer")
        .atOnce();
    assertThat(redis.client().llen(KEY)).isEqualTo(LINES.size());
    assertThat(keys()).containsExactly("lines");
    assertThat(names()).containsExactly("out");
  }

  @Test
  void anAddressThatCannotBeReadAgainIsRefused() {
    for (String address : List.of("zmq+tcp://127.0.0.1:5555?queue", redis.at("channel=c"))) {
      batch("local", "word-count", address, out().toString()).isMisuse(address, "again").atOnce();
    }
    batch("local", "word-count", redis.list("lines"), redis.list("out"))
        .isMisuse("write output " + redis.list("out"))
        .atOnce();
    batch("local", "word-count", "redis://127.0.0.1?lst=a", out().toString())
        .isMisuse("lst")
        .atOnce();
  }

  @Test
  void aResultThatIsCompleteIsNotMadeTwice() throws IOException {
    push(LINES);
    String[] words = {
      "word-count",
      redis.list("lines"),
      out().toString(),
      "-D",
      "fs.file.impl=" + Dying.class.getName()
    };
    Dying.dies = true;
    batch("local", words).isFailure("the lights went out");
    assertThat(out().resolve("_SUCCESS")).exists();
    assertThat(keys()).anyMatch(key -> key.contains(":claim:"));
    Dying.dies = false;
    String record = folder.resolve(".out.conveyor").toString();
    batch("local", "word-count", words[1], folder + "/other", "--checkpoint", record)
        .isFailure(record, "word-count into " + out(), "word-count into " + folder + "/other");
    push(List.of("later".getBytes(UTF_8)));
    Said said = batch("local", words);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("{\"records\":20000,", "\"keys\":" + lines(out()).size());
    assertThat(lines(out())).isEqualTo(reference(file(folder.resolve("all"), LINES)));
    assertThat(keys()).noneMatch(key -> key.contains(":claim:"));
    assertThat(redis.client().lrange("lines", 0, -1)).containsExactly("later");
    batch("local", words).isFailure("it exists").atOnce();
  }

  /** From a file, in which the password is; tasks of all engines need it. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aPasswordReachesTheTasksAndNobodyElse(String engine) throws IOException {
    push(LINES);
    redis.client().configSet("requirepass", "open sesame 7");
    Path address =
        Files.writeString(
            folder.resolve("address"),
            "redis://default:open%20sesame%207@127.0.0.1:" + redis.port() + "?list=lines");
    Said said = batch(engine, "word-count", "@" + address, out().toString(), "--debug");
    assertThat(said.withoutWord("sesame").code()).as(said.err()).isZero();
    assertThat(said.out()).contains("{\"records\":20000,");
  }
}
