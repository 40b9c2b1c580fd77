package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.cluster.PlainName;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** Batches over what waits in Redis, on every engine, and what becomes of it if they fail. */
@Timeout(300)
class BatchQueueIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ENGINES_LIST = "local,spark,hadoop";
  private static final byte[] KEY = "lines".getBytes(UTF_8);
  private static final List<byte[]> LINES = NastyText.lines(20_000);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1");

  @RegisterExtension final RedisHere redis = new RedisHere();
  @TempDir Path folder;

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

  /** Waits until the file is there that a record names; for a jar of its own. */
  public static final class Waiting implements Mapping {
    @Override
    public void map(Bytes record, Tally into) {
      String file = new String(record.buffer(), record.from(), record.length(), UTF_8);
      begin(Path.of(file + ".begun"));
      while (!Files.exists(Path.of(file))) {
        LockSupport.parkNanos(50_000_000);
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("interrupted");
        }
      }
      into.add(record.buffer(), record.from(), record.from(), 1);
    }

    private static void begin(Path marker) {
      try {
        Files.write(marker, new byte[0]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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

  @BeforeAll
  static void set() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void forget() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void push(List<byte[]> bodies) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      bodies.forEach(body -> pipeline.rpush(KEY, body));
    }
  }

  private void log(List<byte[]> bodies) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      for (byte[] body : bodies) {
        pipeline.xadd(KEY, Map.of("body".getBytes(UTF_8), body), XAddParams.xAddParams());
      }
    }
  }

  private static Path file(Path path, List<byte[]> lines) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      text.write(line);
      text.write('\n');
    }
    return Files.write(path, text.toByteArray());
  }

  private static Said batch(String engine, String... words) {
    List<String> command = new ArrayList<>(List.of("batch"));
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--engine", engine, "--json"));
    return Said.by(command.toArray(String[]::new));
  }

  private static List<String> lines(Path out) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> parts = Files.list(out)) {
      for (Path part : parts.filter(path -> path.toString().contains("/part-")).toList()) {
        lines.addAll(Files.readString(part, ISO_8859_1).lines().toList());
      }
    }
    lines.sort(null);
    return lines;
  }

  private List<String> reference(Path... inputs) throws IOException {
    List<String> words = new ArrayList<>(List.of("word-count"));
    Arrays.stream(inputs).map(Path::toString).forEach(words::add);
    words.add(folder.resolve("reference").toString());
    assertThat(batch("local", words.toArray(String[]::new)).code()).isZero();
    return lines(folder.resolve("reference"));
  }

  private List<String> keys() {
    return redis.client().keys("*").stream().sorted().toList();
  }

  /** Beside the output and what a test has put there. */
  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
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
    String nobody = "redis://127.0.0.1:" + FreePort.any() + "?list=lines&reconnect=1s";
    batch("local", "word-count", nobody, folder + "/new").isFailure(nobody, "no answer").atOnce();
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

  /** A batch of the job that waits, in a process of its own. */
  private Launched waiting(String engine, String... options) throws IOException {
    String jar = UserJar.write(PlainName.of(folder).resolve("own.jar"), Waiting.class).toString();
    List<String> words = new ArrayList<>(List.of("batch", Waiting.class.getName()));
    words.addAll(List.of(redis.list("lines"), out().toString()));
    words.addAll(List.of("--engine", engine, "-libjars", jar));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  /** What a driver that was killed had claimed waits for the same command. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aBatchThatWasKilledIsRunAgainWithTheSameMessages(String engine) throws Exception {
    Path marker = folder.resolve("marker");
    push(Collections.nCopies(2_000, marker.toString().getBytes(UTF_8)));
    try (Launched killed = waiting(engine, "--lease", "1s", "--json")) {
      await("the first record")
          .atMost(LIMIT)
          .until(() -> Files.exists(folder.resolve("marker.begun")) || !killed.isAlive());
      killed.kill();
      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
    }
    assertThat(out()).doesNotExist();
    push(List.of("later".getBytes(UTF_8)));
    Files.createFile(marker);
    try (Launched again = waiting(engine, "--lease", "1s", "--json")) {
      Said said = Said.by(again);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("{\"records\":2000,");
    }
    assertThat(lines(out())).containsExactly("\t2000");
    assertThat(redis.client().lrange("lines", 0, -1)).containsExactly("later");
    assertThat(names()).filteredOn(name -> name.endsWith(".conveyor")).isEmpty();
  }

  /** Whether it has just claimed them, or is in the middle of its work. */
  @ParameterizedTest
  @CsvSource({"local,false", "spark,false", "hadoop,false", "spark,true", "hadoop,true"})
  void aBatchThatIsInterruptedGivesBackWhatItHolds(String engine, boolean midway) throws Exception {
    byte[] marker = folder.resolve("marker").toString().getBytes(UTF_8);
    Path begun = folder.resolve("marker.begun");
    push(Collections.nCopies(2_000, marker));
    try (Launched batch = waiting(engine)) {
      await("a claim").atMost(LIMIT).until(() -> !redis.client().exists(KEY) || !batch.isAlive());
      await("the first record")
          .atMost(LIMIT)
          .until(() -> !midway || Files.exists(begun) || !batch.isAlive());
      batch.interrupt("INT");
      assertThat(batch.exitCode()).as("%s", batch).isEqualTo(130);
      assertThat(batch.err()).doesNotContain("\tat ", "ERROR");
    }
    assertThat(redis.client().lrange(KEY, 0, -1)).hasSize(2_000).containsOnly(marker);
    Files.deleteIfExists(begun);
    assertThat(names()).containsExactly("own.jar");
  }
}
