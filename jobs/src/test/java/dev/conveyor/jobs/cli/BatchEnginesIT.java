package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.text.Packed;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Pipeline;

/** Every engine inside this JVM: the same bytes for the same text, and the same errors. */
@Tag("spark")
@Timeout(300)
class BatchEnginesIT {
  private static final List<String> ENGINES = List.of("local", "spark", "hadoop");
  private static final List<String> JOBS =
      List.of(
          "word-count",
          "vowel-words",
          "five-letter-words",
          "chocolate-count",
          "sum",
          FirstBytes.class.getName());
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1");

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

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final RedisHere redis = new RedisHere();
  @TempDir static Path folder;
  private static Corpus corpus;
  private static Path one;
  private static Path fifty;
  private static int runs;

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
    SETTINGS.forEach(System::setProperty);
    corpus = new Corpus();
    one = corpus.asOne(folder);
    fifty = corpus.asFifty(folder);
  }

  @AfterAll
  static void forget() {
    SETTINGS.keySet().forEach(System::clearProperty);
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
    failed(engine, "java.lang.String", one.toString(), out).isMisuse("java.lang.String", "no job");
    assertThat(names(here)).containsExactly("corrupt.gz");
  }

  /** Whole files in one task, and cut ones where only plain text may be cut. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void filesOfEveryFormatAreReadAlike(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("formats-" + engine));
    String text = "plum ß\n".repeat(20);
    int files = 0;
    for (Map.Entry<String, byte[]> packed : Packed.marked(text.getBytes(UTF_8)).entrySet()) {
      Files.write(here.resolve(++files + packed.getKey()), packed.getValue());
      Files.write(here.resolve(++files + ".txt"), packed.getValue());
    }
    for (Map.Entry<String, byte[]> packed : Packed.unmarked(text.getBytes(UTF_8)).entrySet()) {
      Files.write(here.resolve(++files + packed.getKey()), packed.getValue());
    }
    byte[] gzip = Packed.marked(text.getBytes(UTF_8)).get(".gz");
    Files.write(here.resolve(++files + ".gz"), Packed.together(gzip, new byte[10_000]));
    for (String encoding : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-8")) {
      Files.writeString(here.resolve(++files + ".txt"), "\ufeff" + text, Charset.forName(encoding));
    }
    String cut = "mapreduce.input.fileinputformat.split.maxsize=10";
    assertThat(batch(engine, "word-count", here, "-D", cut).sortedLines())
        .containsExactly("plum\t" + 20 * files, "Ã\u009f\t" + 20 * files);
    Path bad = Files.createDirectory(here.resolve("bad"));
    String out = bad.resolve("out").toString();
    Path zip = Files.writeString(bad.resolve("zip"), "PK\u0003\u0004");
    failed(engine, "word-count", zip.toString(), out).isFailure("read input " + zip, "zip");
    Path empty = Files.createFile(bad.resolve("empty.gz"));
    failed(engine, "word-count", empty.toString(), out).isFailure("read input " + empty).atOnce();
    Path half = Files.write(bad.resolve("half"), java.util.Arrays.copyOf(gzip, gzip.length - 9));
    failed(engine, "word-count", half.toString(), out).isFailure("read input " + half, "too early");
    assertThat(names(bad)).containsExactly("empty.gz", "half", "zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void namesMayHoldWhatMeansSomethingElsewhere(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("names-" + engine));
    List<String> words = new ArrayList<>();
    for (String name :
        List.of(
            "2024-01-01T10:00",
            "a:b",
            "c[1]",
            "d{x}",
            "e*",
            "f\\g",
            "h %20+",
            "i\nj",
            "${user.name}")) {
      words.add(Files.writeString(here.resolve(name), "plum\n").toString());
    }
    words.addAll(List.of(here + "/?:*", here + "/2*T10:00", here + "/**"));
    for (String name : List.of("o:1", "o[2]*{3}?", "o\\4 %20+", "o\n5")) {
      List<String> command = new ArrayList<>(words);
      command.add(here.resolveSibling(engine + name).toString());
      Said said = failed(engine, "word-count", command.toArray(String[]::new));
      assertThat(said.code()).as(said.err()).isZero();
      Result result = new Result(here.resolveSibling(engine + name), null);
      assertThat(result.lines()).as(name).containsExactly("plum\t" + (9 + 1 + 1 + 9));
    }
    Path setting = here.resolveSibling(engine + "${user.name}");
    Said said = failed(engine, "word-count", here.toString(), setting.toString());
    if (engine.equals("local")) {
      assertThat(new Result(setting, null).lines()).containsExactly("plum\t9");
    } else {
      said.isFailure("write output " + setting, "${").atOnce();
      assertThat(setting).doesNotExist();
    }
    Files.createSymbolicLink(here.resolve("gone"), here.resolve("nowhere"));
    failed(engine, "word-count", here.toString(), here + "-out").isFailure("gone leads nowhere");
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

  private static Said failed(String engine, String job, String... words) {
    List<String> command = new ArrayList<>(List.of("batch", job));
    command.addAll(List.of(words));
    command.addAll(List.of("--engine", engine));
    return Said.by(command.toArray(String[]::new));
  }

  private static Result batch(String engine, String job, Path input, String... options)
      throws IOException {
    Path out = folder.resolve("out-" + runs++);
    List<String> words = new ArrayList<>(List.of(input.toString(), out.toString(), "--json"));
    words.addAll(List.of(options));
    Said said = failed(engine, job, words.toArray(String[]::new));
    assertThat(said.code()).as("%s on %s: %s", job, engine, said.err()).isZero();
    return new Result(out, JSON.readTree(said.out().lines().toList().get(0)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  /** A folder that a batch has written, and its summary. */
  private record Result(Path out, JsonNode figures) {
    List<Path> parts() throws IOException {
      return partsOf(out);
    }

    /** In the order of the parts; a character a byte. */
    List<String> lines() throws IOException {
      return lines(parts());
    }

    List<String> sortedLines() throws IOException {
      return lines().stream().sorted().toList();
    }

    /** Of the dead letters, without their source. */
    List<String> deadBodies() throws IOException {
      Path dead = out.resolve("_dead");
      if (!Files.exists(dead)) {
        return List.of();
      }
      try (Stream<Path> jobs = Files.list(dead)) {
        return lines(partsOf(jobs.findFirst().orElseThrow())).stream()
            .map(line -> line.replaceFirst("\"source\":\"[^\"]*\"", ""))
            .sorted()
            .toList();
      }
    }

    private static List<Path> partsOf(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("part-"))
            .sorted()
            .toList();
      }
    }

    private static List<String> lines(List<Path> parts) throws IOException {
      List<String> lines = new ArrayList<>();
      for (Path part : parts) {
        lines.addAll(Files.readString(part, ISO_8859_1).lines().toList());
      }
      return lines;
    }
  }
}
