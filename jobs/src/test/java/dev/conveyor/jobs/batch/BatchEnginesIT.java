package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Corpus;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Pipeline;

/** Every engine inside this JVM: the same bytes for the same text, and the same errors. */
class BatchEnginesIT extends BatchOnEngines {
  private static final List<String> ENGINES = List.of("local", "spark", "hadoop");
  private static final List<String> JOBS =
      List.of(
          "word-count",
          "vowel-words",
          "five-letter-words",
          "chocolate-count",
          "sum",
          FirstBytes.class.getName());

  /** Of each job's sorted lines, SHA-256. */
  private static final Map<String, String> DIGESTS =
      Map.of(
          "word-count",
          "1a37a754b9147494575fcc6ee2f99315cd8e8457c2bd8b0c7aa33ffa9a9a0356",
          "vowel-words",
          "12e0f0a5b457c2be12995b6fd13196a365c0d55a363336b3710bbb1a3a5b69bf",
          "five-letter-words",
          "f3c8e114326302913756271fdfa6e5e597de072b663445705942c2c702ec176d",
          "chocolate-count",
          "2e1f17f36bbd6d00d0390c0a4a1d8d0c078bb9a29fac60a6a8915a8e878a482c",
          "sum",
          "575794457d0746d77f78a7c3fb0573aa753ea31c345d63b4c6aafbcb49f38c65",
          FirstBytes.class.getName(),
          "4bd09ffd0ed8f183a91fdc773d6516a98f7a1aa11abe251a2ad2ceb9a19cf7f7");

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  private static Corpus corpus;
  private static Path one;
  private static Path fifty;

  /** Counts the bytes of its records, by their first byte. */
  public static final class FirstBytes implements Mapping {
    @Override
    public void map(Bytes record, Tally into) {
      int end = Math.min(record.from() + 1, record.to());
      into.add(record.buffer(), record.from(), end, record.length());
    }
  }

  /** Stumbles over one record of all. */
  public static final class Stumbling implements Mapping {
    @Override
    public void map(Bytes record, Tally into) {
      if (record.length() == 1_000_000) {
        throw new IllegalStateException("too many of x\nand a second line");
      }
    }
  }

  @BeforeAll
  static void write() throws IOException {
    corpus = new Corpus();
    one = corpus.asOne(folder);
    fifty = corpus.asFifty(folder);
  }

  @ParameterizedTest
  @FieldSource("JOBS")
  void everyEngineGivesTheSameLinesForOneFileAndForFifty(String job) throws Exception {
    Result reference = batch("local", job, one);
    assertThat(reference.lines()).isNotEmpty();
    assertThat(reference.figures().get("records").asInt()).isEqualTo(corpus.size());
    assertThat(digest(reference.sortedLines()))
        .as("on every build variant")
        .isEqualTo(DIGESTS.get(job));
    for (String engine : ENGINES) {
      assertSame(reference, batch(engine, job, fifty));
      assertSame(
          reference,
          batch(
              engine,
              job,
              one,
              "-D",
              "mapreduce.input.fileinputformat.split.maxsize=100000",
              "-Dmapreduce.job.reduces=3"));
    }
  }

  /** Batch after batch of a list; added up, they are what a batch gives. */
  @Test
  void aStreamOfTheSameRecordsAddsUpToTheSameLines() throws IOException {
    try (Pipeline pipeline = redis.client().pipelined()) {
      corpus.records().forEach(record -> pipeline.rpush("records".getBytes(UTF_8), record));
    }
    Path streamed = folder.resolve("streamed");
    List<String> words = new ArrayList<>(List.of("stream", String.join(",", JOBS)));
    words.addAll(List.of("--from", redis.list("records"), "--out", streamed.toString()));
    words.addAll(List.of("--limit", "700", "--until-idle", "2s", "--json"));
    Said said = Said.by(words.toArray(String[]::new));
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(JSON.readTree(said.out()).get("messages").asInt()).isEqualTo(corpus.size());
    assertThat(JSON.readTree(said.out()).get("batches").asInt()).isGreaterThan(2);
    for (String job : JOBS) {
      assertThat(batch("local", "sum", streamed.resolve(job)).lines())
          .as(job)
          .isEqualTo(batch("local", job, one).lines());
    }
  }

  private static String digest(List<String> lines) throws GeneralSecurityException {
    byte[] text = String.join("\n", lines).getBytes(ISO_8859_1);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
  }

  private static void assertSame(Result reference, Result result) throws IOException {
    assertThat(result.sortedLines()).isEqualTo(reference.sortedLines());
    assertThat(result.deadBodies()).isEqualTo(reference.deadBodies());
    for (String figure : List.of("records", "pairs", "keys", "malformed", "dead")) {
      assertThat(result.figures().get(figure))
          .as(figure)
          .isEqualTo(reference.figures().get(figure));
    }
  }

  @Test
  void theTopWordsAreOnePartInTheSameOrder() throws IOException {
    Result reference = batch("local", "top-words", one, "--top", "25");
    assertThat(reference.lines()).hasSize(25);
    assertThat(reference.lines().get(0)).as("in other lines too").startsWith("a\t60");
    assertThat(reference.lines().subList(1, 3)).containsExactly("huge\t60000", "line\t60000");
    for (String engine : ENGINES) {
      Result result =
          batch(engine, "top-words", fifty, "--top", "25", "-D", "mapreduce.job.reduces=4");
      assertThat(result.parts()).hasSize(1);
      assertThat(result.lines()).isEqualTo(reference.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void anEmptyInputGivesAnEmptyResult(String engine) throws IOException {
    Result result = batch(engine, "word-count", fifty.resolve("empty folder"));
    assertThat(result.lines()).isEmpty();
    assertThat(result.out().resolve("_SUCCESS")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void whatWentWrongIsOneLineAndNothingIsLeft(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("wrong-" + engine));
    Path corrupt = Files.write(here.resolve("corrupt.gz"), corruptGzip());
    String out = here.resolve("out").toString();
    failed(engine, "word-count", corrupt.toString(), out).isFailure("read input " + corrupt);
    failed(engine, "word-count", here.resolve("none*").toString(), out)
        .isFailure("none*", "no such file")
        .atOnce();
    failed(engine, Stumbling.class.getName(), one.toString(), out)
        .isFailure(Stumbling.class.getName(), one.toString(), "too many of x");
    failed(
            engine,
            "word-count",
            "hdfs://127.0.0.1:" + FreePort.any() + "/in",
            out,
            "-Dipc.client.connect.max.retries=0")
        .isFailure("hdfs://127.0.0.1", "no file system answers there")
        .atOnce();
    failed(engine, "java.lang.String", one.toString(), out)
        .isMisuse("java.lang.String", "not a job");
    assertThat(names(here)).containsExactly("corrupt.gz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void anOldResultStaysUntilTheNewOneIsComplete(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("old-" + engine));
    Path old = Files.createDirectory(here.resolve("out")).resolve("part-00042");
    Files.writeString(old, "old");
    String out = old.getParent().toString();
    failed(engine, "word-count", one.toString(), out).isFailure(out, "--overwrite").atOnce();
    failed(engine, Stumbling.class.getName(), one.toString(), out, "--overwrite")
        .isFailure("too many");
    assertThat(old).hasContent("old");
    Said said = failed(engine, "word-count", one.toString(), out, "--overwrite");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(old).doesNotExist();
    assertThat(new Result(Path.of(out), null).lines()).isNotEmpty();
    assertThat(Path.of(out).resolve("_SUCCESS")).exists();
    assertThat(names(here)).containsExactly("out");
  }

  private static byte[] corruptGzip() throws IOException {
    try (Stream<Path> files = Files.walk(fifty)) {
      Path whole =
          files.filter(file -> file.toString().endsWith("-0.gz")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(whole);
      return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }
  }
}
