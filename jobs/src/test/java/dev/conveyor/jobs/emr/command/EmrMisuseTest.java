package dev.conveyor.jobs.emr.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, places and names that {@code submit-emr} refuses. */
class EmrMisuseTest extends EmrRefusals {
  @Test
  void asksForWhatIsMissing() {
    Said.by("submit-emr").isMisuse("step, cluster, serverless").atOnce();
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
    words = new ArrayList<>(List.of("--dry-run"));
    words.addAll(List.of(own));
    words.add("--jars=s3://jars/own.jar");
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
    step("batch", "sum", "s3://in/", "s3://out/a", "--jars", place).isMisuse(place).atOnce();
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
