package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code submit-emr} refuses before AWS is asked. */
@Timeout(60)
class EmrMisuseTest {
  private static final String SECRET = "s3cr3t";

  private static Said step(String... words) {
    return Said.by(EmrRequestTest.words(EmrRequestTest.STEP, List.of(words)));
  }

  private static Said cluster(String... words) {
    return Said.by(
        EmrRequestTest.words(
            List.of("cluster", "--jar", EmrRequestTest.JAR, "--log-uri", "s3://logs/"),
            List.of(words)));
  }

  private static Said serverless(String... words) {
    return Said.by(EmrRequestTest.words(EmrRequestTest.SERVERLESS, List.of(words)));
  }

  private static Said stream(String... options) {
    List<String> words = new ArrayList<>(List.of("stream", "word-count"));
    words.addAll(List.of(options));
    return step(words.toArray(String[]::new));
  }

  @Test
  void asksForWhatIsMissing() {
    Said.by("submit-emr").isMisuse("step, cluster or serverless").atOnce();
    Said.by("submit-emr", "step").isMisuse("--cluster", "--jar").atOnce();
    step().isMisuse("COMMAND").atOnce();
    cluster("batch").isMisuse("--release").atOnce();
    step("batch", "word-count").isMisuse("INPUT").atOnce();
    stream("--out", "s3://out/live").isMisuse("--from").atOnce();
  }

  @Test
  void helps() {
    for (String command : List.of("", " step", " cluster", " serverless")) {
      Said help = Said.by(("submit-emr" + command + " --help").split(" ", -1));
      assertThat(help.code()).isZero();
      assertThat(help.out()).startsWith("Usage: conveyor submit-emr" + command);
    }
  }

  @Test
  void helpsOnWhatIsToBeRun() {
    Said help = step("batch", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: conveyor batch");
  }

  @Test
  void refusesWhatTheCommandRefuses() {
    step("batch", "count-words", "s3://in/", "s3://out/a").isMisuse("count-words").atOnce();
    step("batch", "word-count", "s3://in/", "s3://out/a", "--dance").isMisuse("--dance").atOnce();
    step("batch", "word-count", "s3://in/", "s3://out/a", "--top", "3").isMisuse("top 3").atOnce();
    stream("--from", "redis://h?lst=a", "--out", "s3://out/a").isMisuse("redis://h?lst=a").atOnce();
    stream("--from", "redis://h?channel=a", "--out", "s3://out/a", "--guarantee", "exactly-once")
        .isMisuse("at-most-once")
        .atOnce();
    step("stream", "top-words", "--from", EmrRequestTest.LIST, "--out", "s3://out/a")
        .isMisuse("top-words")
        .atOnce();
  }

  @Test
  void refusesWhatIsNotForEmr() {
    step("feed", "poem", "s3://in/poem", "--to", EmrRequestTest.LIST).isMisuse("feed").atOnce();
    step("feed", "cats").isMisuse("cannot run feed on EMR").atOnce();
    step("demo").isMisuse("demo").atOnce();
    step("--conf", "spark.a=b", "batch", "sum", "s3://a/", "s3://b/", "--engine", "hadoop")
        .isMisuse("--conf", "-D")
        .atOnce();
    step("batch", "sum", "s3://in/", "s3://out/", "--engine", "local").isMisuse("local").atOnce();
    serverless("batch", "sum", "s3://in/", "s3://out/", "--engine", "hadoop")
        .isMisuse("hadoop", "MapReduce")
        .atOnce();
    serverless(
            "batch", "sum", "s3://in/", "s3://out/", "--then", "batch", "sum", "s3://a/", "s3://b/")
        .isMisuse("2 commands")
        .atOnce();
  }

  @Test
  void knowsAClassOfTheUsersByItsJar() {
    String[] own = {"batch", "com.example.LastWords", "s3://in/", "s3://out/a"};
    step(own).isMisuse("com.example.LastWords").atOnce();
    List<String> words = new ArrayList<>(List.of("--dry-run", "--jars", "s3://jars/own.jar"));
    words.addAll(List.of(own));
    assertThat(step(words.toArray(String[]::new)).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data/mammoth.txt", "/data/mammoth.txt", "file:///data/mammoth.txt", "s3:/in/a"})
  void refusesAPlaceThatIsHere(String place) {
    step("batch", "word-count", place, "s3://out/a").isMisuse(place, "s3://").atOnce();
    step("batch", "word-count", "s3://in/", place).isMisuse(place, "s3://").atOnce();
    step("--jars", place, "batch", "sum", "s3://in/", "s3://out/a").isMisuse(place).atOnce();
    step("batch", "sum", "s3://in/", "s3://out/a", "-libjars", place).isMisuse(place).atOnce();
    Said.by(
            "submit-emr",
            "step",
            "--cluster",
            "j-1",
            "--jar",
            place,
            "batch",
            "sum",
            "s3://a/",
            "s3://b/")
        .isMisuse(place, "aws s3 cp")
        .atOnce();
  }

  @Test
  void takesHdfsWhereThereIsOne() {
    String[] words = {"--dry-run", "batch", "sum", "hdfs:///in", "hdfs://name:8020/out"};
    assertThat(step(words).code()).isZero();
    serverless(words).isMisuse("hdfs:///in").atOnce();
  }

  @Test
  void keepsRecordsInS3() {
    String list = EmrRequestTest.LIST;
    stream("--from", list, "--out", "hdfs:///live").isMisuse("hdfs:///live/_conveyor").atOnce();
    stream("--from", list, "--out", "s3://out/live", "--checkpoint", "hdfs:///run")
        .isMisuse("hdfs:///run", "s3://")
        .atOnce();
    step("batch", "word-count", list, "hdfs:///out/counts")
        .isMisuse("hdfs:/", ".conveyor")
        .atOnce();
    assertThat(
            step(
                    "--dry-run",
                    "batch",
                    "word-count",
                    list,
                    "hdfs:///out",
                    "--checkpoint",
                    "s3://out/record")
                .code())
        .isZero();
  }

  @Test
  void refusesAServerOfThisMachine() {
    stream("--from", "redis://localhost?list=a", "--out", "s3://out/a")
        .isMisuse("redis://localhost?list=a", "each machine")
        .atOnce();
    stream("--from", "@address", "--out", "s3://out/a").isMisuse("file address").atOnce();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://ada:s3cr3t@cache?list=words",
        "redis://cache?list=words&password=s3cr3t",
        "redis://cache?list=words&secret=s3cr3t",
        "redis://cache?secret=s3cr3t&list=words",
      })
  void refusesAPasswordInAnAddress(String address) {
    stream("--from", address, "--out", "s3://out/a")
        .isMisuse("secret=arn:aws:secretsmanager")
        .atOnce()
        .withoutWord(SECRET);
    step("batch", "sum", address, "s3://out/a").isMisuse("cannot send").withoutWord(SECRET);
    serverless("batch", "sum", address, "s3://out/a").isMisuse("cannot send").withoutWord(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executorEnv.CONVEYOR_REDIS_PASSWORD=s3cr3t",
        "spark.yarn.appMasterEnv.AWS_SECRET_ACCESS_KEY=s3cr3t",
        "spark.hadoop.fs.s3a.access.key=s3cr3t",
        "spark.hadoop.fs.s3a.session.token=s3cr3t",
        "spark.ssl.keyPassword=s3cr3t",
        "spark.driver.extraJavaOptions=-Xmx1g -Djavax.net.ssl.keyStorePassword=s3cr3t",
        "spark.authenticate.secret=12345678",
        "spark.app.note=AKIAABCDEFGHIJKLMNOP",
        "spark.app.note=s3a://key:s3cr3t@bucket/",
      })
  void refusesASecretInASetting(String setting) {
    step("--conf", setting, "batch", "sum", "s3://in/", "s3://out/a")
        .isMisuse("cannot send", "Secrets Manager")
        .atOnce()
        .withoutWord(SECRET)
        .withoutWord("AKIA")
        .withoutWord("12345678");
    step("batch", "sum", "s3://in/", "s3://out/a", "-D", setting)
        .isMisuse("cannot send")
        .withoutWord(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.aws.credentials.provider=com.example.Provider",
        "spark.authenticate.secretBitLength=256",
        "spark.hadoop.fs.s3a.secret.key=",
        "spark.ssl.needPassword=false",
        "spark.redaction.regex=(?i)secret|password",
        "spark.hadoop.hadoop.security.credstore.java-keystore-provider.password-file=/keys",
        "spark.app.secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf",
      })
  void takesWhatOnlyTellsOfASecret(String setting) {
    assertThat(
            step("--dry-run", "--conf", setting, "batch", "sum", "s3://in/", "s3://out/a").code())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "emr-7.5.0 | s3://jars/conveyor-jobs_2.13-1.0.jar | Scala 2.13",
        "emr-spark-8.0.0 | s3://jars/conveyor-jobs_2.12-1.0.jar | Scala 2.12",
        "emr-6.15.0 | s3://jars/conveyor-jobs_2.12-1.0.jar | emr-7.x",
        "emr-spark-9.0.0 | s3://jars/conveyor-jobs_2.13-1.0.jar | emr-spark-8.x",
        "latest | s3://jars/conveyor-jobs_2.12-1.0.jar | emr-7.x",
      })
  void refusesAReleaseOfAnotherLine(String release, String jar, String named) {
    Said.by(
            EmrRequestTest.words(
                List.of("cluster", "--release", release, "--jar", jar, "--log-uri", "s3://l/"),
                EmrRequestTest.BATCH))
        .isMisuse(release, named)
        .atOnce();
  }

  @Test
  void takesTheSecondLine() {
    Said said =
        Said.by(
            EmrRequestTest.words(
                List.of("cluster", "--dry-run", "--release", "emr-spark-8.0.0", "--jar"),
                List.of("s3://jars/conveyor-jobs_2.13-1.0.jar", "--log-uri", "s3://l/"),
                EmrRequestTest.BATCH));
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Test
  void refusesAClusterThatCannotBe() {
    List<String> batch = EmrRequestTest.BATCH;
    for (String options :
        List.of(
            "--nodes none",
            "--nodes 0..4",
            "--nodes 4..2",
            "--spot",
            "--spot --instance-type a,b --nodes 3",
            "--idle 10s",
            "--idle 8d",
            "--subnet a,b",
            "--on-failure DANCE")) {
      List<String> words = new ArrayList<>(List.of("--release", "emr-7.5.0"));
      words.addAll(List.of(options.split(" ", -1)));
      words.addAll(batch);
      cluster(words.toArray(String[]::new)).isMisuse("cannot ", options.split(" ", -1)[0]).atOnce();
    }
    Said.by(
            EmrRequestTest.words(
                List.of("cluster", "--release", "emr-7.5.0", "--jar", EmrRequestTest.JAR),
                List.of("--log-uri", "logs"),
                batch))
        .isMisuse("logs", "--log-uri")
        .atOnce();
  }

  private static Said serverlessAt(String application, String role) {
    return Said.by(
        EmrRequestTest.words(
            List.of("serverless", "--application", application, "--role", role),
            List.of("--jar", EmrRequestTest.JAR),
            EmrRequestTest.BATCH));
  }

  @Test
  void refusesNamesThatAreNone() {
    Said.by(
            "submit-emr",
            "step",
            "--cluster",
            "ours",
            "--jar",
            "s3://a/b.jar",
            "batch",
            "sum",
            "s3://a/",
            "s3://b/")
        .isMisuse("ours", "list-clusters")
        .atOnce();
    serverlessAt("Ours", "arn:aws:iam::123456789012:role/run").isMisuse("Ours", "no id").atOnce();
    serverlessAt("00f1", "ours").isMisuse("ours", "arn:aws:iam::").atOnce();
    serverless("--timeout", "10s", "batch", "sum", "s3://a/", "s3://b/").isMisuse("10 s").atOnce();
    step("--conf", "executor.memory=4g", "batch", "sum", "s3://a/", "s3://b/")
        .isMisuse("executor.memory=4g")
        .atOnce();
    step("--poll", "1ms", "batch", "sum", "s3://a/", "s3://b/").isMisuse("--poll").atOnce();
  }
}
