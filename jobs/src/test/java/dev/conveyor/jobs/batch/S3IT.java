package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.cluster.ObjectStore;
import dev.conveyor.jobs.kit.DocPage;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over objects in a server of the S3 protocol: what they are over files. */
class S3IT extends BatchOnS3 {
  /** The note of the task that has failed reaches the driver through the store. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void anObjectThatIsDamagedIsNamed(String engine) {
    put("damaged/text.gz", new byte[] {1, 2, 3});
    String object = "s3a://" + ObjectStore.BUCKET + "/damaged/text.gz";
    String place = place();
    batch("word-count", object, place, "--engine", engine)
        .isFailure("cannot read input " + object, "it does not begin as gzip data");
    assertThat(siblings(place)).isEmpty();
  }

  /**
   * Types the page's commands. Only bucket and credentials differ; Hadoop's files name the store.
   */
  @Test
  void theCommandsOfThePageWork() throws Exception {
    byte[] poem = Files.readAllBytes(Launched.HOME.resolve("data/mammoth.txt"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(poem);
    }
    put("docs/poems/mammoth.gz", packed.toByteArray());
    redis.client().rpush("words", "queen of cheese");
    Path hadoop = Files.createDirectory(folder.resolve("hadoop"));
    Files.copy(settings("core-site.xml", false), hadoop.resolve("core-site.xml"));
    List<String> blocks = DocPage.of("jobs/docs/s3.md").blocks("bash");
    assertThat(blocks).hasSize(1);
    String typed =
        blocks
            .get(0)
            .replaceAll("export AWS.*", "")
            .replace("redis://localhost?list=words", redis.list("words"))
            .replace("s3a://bucket/", "s3a://" + ObjectStore.BUCKET + "/docs/");
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.put("HADOOP_CONF_DIR", hadoop.toString());
    String script = "cd '" + Launched.HOME + "'\n" + typed;
    try (Launched launched =
        Launched.command(environment, "bash", "-euo", "pipefail", "-c", script)) {
      assertThat(launched.exitCode()).as("%s", launched).isZero();
    }
    String page = "s3a://" + ObjectStore.BUCKET + "/docs/";
    assertThat(output(page + "words").sortedLines()).contains("cheese\t3").hasSize(110);
    Said sum = batch("sum", page + "live/word-count", page + "sum");
    assertThat(sum.code()).as(sum.err()).isZero();
    assertThat(output(page + "sum").sortedLines())
        .containsExactly("cheese\t1", "of\t1", "queen\t1");
  }

  /** The committers that S3A has; which one is the user's choice, and reaches it. */
  @ParameterizedTest
  @CsvSource({"local,file", "spark,file", "spark,magic", "hadoop,file", "hadoop,magic"})
  void twoHundredObjectsGiveWhatTheSameFilesGive(String engine, String committer) throws Exception {
    Path reference = folder.resolve("reference-" + engine + "-" + committer);
    Said expected = batch("word-count", files.toString(), reference.toString());
    String place = place();
    Said said =
        batch(
            "word-count",
            CORPUS,
            place,
            "--engine",
            engine,
            "-Dfs.s3a.committer.name=" + committer,
            "-Dmapreduce.job.reduces=3");
    assertSame(said, place, expected, reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "hadoop"})
  void aCommitterThatIsNoneIsRefused(String engine) throws IOException {
    String place = place().replace("s3a:", "s3:");
    Said said =
        batch("word-count", CORPUS, place, "--engine", engine, "-Dfs.s3a.committer.name=none-such");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).startsWith("cannot run job word-count");
    assertThat(siblings(place)).isEmpty();
  }

  /** In a process of its own, with credentials as users have them, under the other scheme. */
  @Test
  void anObjectOfManyPartsIsWrittenAndRead() throws Exception {
    Path big = folder.resolve("big.tsv");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 600_000; i++) {
      lines.add(String.format(Locale.ROOT, "key-%012d\t%d", i, i % 10));
    }
    Files.write(big, lines);
    assertThat(Files.size(big)).isGreaterThan(11_000_000);
    String out = "s3://" + ObjectStore.BUCKET + "/many-parts";
    List<String> words = new ArrayList<>(List.of("batch", "sum", big.toString(), out));
    store.settings().forEach((key, value) -> words.addAll(List.of("-D", key + "=" + value)));
    words.addAll(List.of("-D", "fs.s3a.multipart.size=5M", "-D", "fs.s3a.multipart.threshold=5M"));
    try (Launched batch = Launched.conveyor(store.environment(), words.toArray(String[]::new))) {
      assertThat(batch.exitCode()).as("%s", batch).isZero();
      Said.by(batch).withoutWord(store.environment().get("AWS_SECRET_ACCESS_KEY"));
    }
    String key = "many-parts/part-00000";
    assertThat(
            store.client().headObject(object -> object.bucket(ObjectStore.BUCKET).key(key)).eTag())
        .as("of three parts")
        .contains("-3");
    Path again = folder.resolve("again");
    Said said = batch("sum", "s3a://" + ObjectStore.BUCKET + "/many-parts", again.toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(again.resolve("part-00000")).hasSameBinaryContentAs(big);
  }

  @Test
  void anExistingOutputIsRefusedOrReplacedAsAWhole() throws Exception {
    put("few/a", "ein wort und ein wort\n".getBytes(UTF_8));
    String few = "s3a://" + ObjectStore.BUCKET + "/few";
    String place = place();
    assertThat(batch("word-count", few, place).code()).isZero();
    batch("word-count", CORPUS, place).isFailure(place, "it exists", "--overwrite").atOnce();
    batch("word-count", few + "/none", place, "--overwrite").isFailure(few + "/none");
    assertThat(output(place).lines()).containsExactly("ein\t2", "und\t1", "wort\t2");
    assertThat(batch("five-letter-words", CORPUS, place, "--overwrite").code()).isZero();
    assertThat(output(place).lines()).isNotEmpty().doesNotContain("ein\t2");
    assertThat(siblings(place)).containsExactly("out");
    batch("word-count", place, place, "--overwrite").isFailure(place, "it holds input");
  }

  /** Its record lies beside the output, and goes with the batch. */
  @Test
  void aListIsCountedWithItsRecordOnS3() throws Exception {
    redis.client().rpush("words", "one two", "two");
    String place = place();
    assertThat(batch("word-count", redis.list("words"), place).code()).isZero();
    assertThat(output(place).lines()).containsExactly("one\t1", "two\t2");
    assertThat(siblings(place)).containsExactly("out");
    assertThat(redis.client().keys("*claim*")).isEmpty();
  }

  /** Where nothing but the record tells: no address can be asked. */
  @Test
  void aRunHasOneDriverAtATime() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.addResource(new org.apache.hadoop.fs.Path(settings.toUri()));
    RunPlan plan =
        RunPlan.of("s3a://" + ObjectStore.BUCKET + "/run")
            .withLive(List.of(Address.parse("zmq+tcp://127.0.0.1:1?topic=poem")))
            .withLease(Duration.ofMillis(600));
    // It waits for as long as its own lease, so that it sees the first one renew.
    RunPlan patient = plan.withLease(Duration.ofMinutes(1));
    try (Run first = Run.open(plan, hadoop)) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> Run.open(patient, hadoop).close())
            .isInstanceOf(RunException.class)
            .hasMessageContaining("another driver of it is alive");
      }
      first.ensureHeld();
    }
    try (Run second = Run.open(plan, hadoop)) {
      assertThat(second.token()).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aBucketThatDeniesAccessIsNamed(String engine) {
    String denied = "s3a://" + ObjectStore.DENIED + "/x";
    batch("word-count", denied, place(), "--engine", engine)
        .isFailure("read input " + denied, "permission denied")
        .atOnce();
    batch("word-count", CORPUS, denied, "--engine", engine)
        .isFailure("write output " + denied, "permission denied")
        .atOnce();
  }

  @Test
  void aStreamReadsItsSettingsBeforeSparkDoes() {
    Map<String, String> hadoop = new HashMap<>(store.settings());
    hadoop.putAll(store.credentials());
    hadoop.forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
    try {
      for (String wrong : List.of("denied", "missing")) {
        String bucket = wrong.equals("denied") ? ObjectStore.DENIED : "no-such-bucket";
        String out = "s3a://" + bucket + "/x";
        String reason = wrong.equals("denied") ? "permission denied" : "no such bucket";
        stream(out, out + "/_conveyor").isFailure(out, reason);
        stream(out, folder.resolve(wrong).toString()).isFailure("write to " + out, reason);
      }
    } finally {
      hadoop.keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
    }
  }

  private Said stream(String out, String record) {
    List<String> words = List.of("stream", "word-count", "--from", redis.list("words"));
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--out", out, "--checkpoint", record));
    return Said.by(all.toArray(String[]::new));
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    String none = "s3a://no-such-bucket/x";
    batch("word-count", none, place()).isFailure("read input " + none, "no such bucket");
    batch("word-count", CORPUS, none).isFailure("write output " + none, "no such bucket");
  }

  @Test
  void anEndpointThatDoesNotAnswerIsNamed() {
    String unanswered = "s3a://unanswered/x";
    batch(
            "word-count",
            unanswered,
            place(),
            "-Dfs.s3a.endpoint=http://127.0.0.1:" + FreePort.any(),
            "-Dfs.s3a.attempts.maximum=1",
            "-Dfs.s3a.retry.limit=1")
        .isFailure("read input " + unanswered, "no file system answers there");
  }

  @Test
  void whoHasNoCredentialsIsTold() throws Exception {
    Map<String, String> anonymous = new HashMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
    store.environment().keySet().forEach(name -> anonymous.put(name, ""));
    Path without = settings("without.xml", false);
    try (Launched batch =
        Launched.conveyor(
            anonymous, "batch", "word-count", CORPUS, place(), "-conf", without.toString())) {
      Said.by(batch).isFailure("read input " + CORPUS, "no credentials", "AWS_ACCESS_KEY_ID");
    }
  }
}
