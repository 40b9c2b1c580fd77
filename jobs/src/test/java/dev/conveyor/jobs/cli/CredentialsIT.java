package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.LiveFiles;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.streaming.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.params.ClientKillParams;

/**
 * Passwords that are looked up where they are needed, or that only the driver has, and what can be
 * seen of them: in what was printed, in the list of processes, in Spark's event log, in every file.
 */
@Timeout(300)
class CredentialsIT {
  private static final Path POEM = Installation.HOME.resolve("data/mammoth.txt");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String OLD = "old-hush-hush";
  private static final String NEW = "new-hush-hush";
  private static final String PASSWORD = "CONVEYOR_REDIS_PASSWORD";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @RegisterExtension final SecretsManagerHere aws = new SecretsManagerHere();
  @TempDir Path folder;
  private final List<String> seen = new ArrayList<>();

  /** Only with a password does anybody get in from now on, but for the one who is in already. */
  @BeforeEach
  void close() {
    redis.client().configSet("requirepass", OLD);
    redis.client().auth(OLD);
  }

  private void rotate(String password) {
    redis.client().aclSetUser("ada", "reset", "on", ">" + password, "~*", "&*", "+@all");
    aws.put("{\"username\":\"ada\",\"password\":\"" + password + "\"}");
  }

  private String list(String login) {
    return "redis://" + login + "127.0.0.1:" + redis.port() + "?list=lines";
  }

  private String secretList(String login) {
    return list(login) + "&secret=" + SecretsManagerHere.ARN;
  }

  private void push() throws IOException {
    Files.readAllLines(POEM).forEach(line -> redis.client().rpush("lines", line));
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  /** With an event log, which is in the same folder. */
  private Map<String, String> spark(Map<String, String> more) throws IOException {
    String events = Files.createDirectories(folder.resolve("events")).toUri().toString();
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put(
        "CONVEYOR_SUBMIT_OPTIONS",
        "--conf spark.ui.port=0 --conf spark.eventLog.enabled=true --conf spark.eventLog.dir="
            + events);
    return environment;
  }

  private void lookAtProcesses() {
    ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .forEach(seen::add);
  }

  private void lookAt(Launched command) throws IOException {
    seen.add(command.out());
    seen.add(command.err());
    seen.addAll(LiveFiles.texts(folder));
  }

  private void assertNothingWasSeen() {
    assertThat(seen).anyMatch(text -> text.contains("SparkListenerApplicationEnd"));
    assertThat(seen).anyMatch(text -> text.contains("_conveyor"));
    for (String secret : List.of(OLD, NEW)) {
      assertThat(seen).noneMatch(text -> text.contains(secret));
    }
  }

  private boolean hasWritten() {
    try (Stream<Path> files = Files.walk(folder.resolve("out/word-count"))) {
      return files.anyMatch(file -> file.endsWith("_SUCCESS"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void aStreamSurvivesARotation() throws Exception {
    rotate(OLD);
    push();
    try (Launched stream =
        Launched.conveyor(
            spark(aws.environment()),
            "stream",
            "word-count",
            "--from",
            secretList(""),
            "--until-quit",
            "--out",
            out())) {
      await().atMost(LIMIT).until(() -> hasWritten() || !stream.isAlive());
      lookAtProcesses();
      rotate(NEW);
      redis.client().clientKill(ClientKillParams.clientKillParams().user("ada"));
      push();
      redis.client().rpush("lines", "quit");
      assertThat(stream.exitCode()).as("%s", stream).isZero();
      assertThat(stream.err()).doesNotContain("cannot ");
      lookAt(stream);
    }
    assertThat(Sums.total(Sums.ofBatches(Path.of(out()), "word-count", folder))).isEqualTo(312);
    assertNothingWasSeen();
  }

  @Test
  void saysThatASecretIsDenied() throws Exception {
    aws.deny();
    String list = secretList("ada@");
    try (Launched feed =
        Launched.conveyor(aws.environment(), "feed", "poem", POEM.toString(), "--to", list)) {
      Said.by(feed).isFailure(list, "(AccessDenied)", "GetSecretValue").atOnce();
    }
  }

  @Test
  void refusesASecondPassword() throws Exception {
    String list = secretList("ada@");
    try (Launched feed =
        Launched.conveyor(Map.of(PASSWORD, OLD), "feed", "poem", POEM.toString(), "--to", list)) {
      Said.by(feed).isMisuse(list, "unset " + PASSWORD).atOnce().withoutWord(OLD);
    }
  }

  /** As in an installation of Spark that is not EMR's. */
  @Test
  void saysWhatToAddWhereTheSdkIsMissing() throws Exception {
    String classPath =
        Stream.of(
                Files.readString(Installation.TARGET.resolve("engine.classpath"))
                    .strip()
                    .split(":", -1))
            .filter(jar -> !jar.contains("awssdk"))
            .collect(Collectors.joining(":"));
    for (String list : List.of(secretList("ada@"), tokenList())) {
      try (Launched feed =
          Launched.command(
              HadoopCluster.java(),
              "-cp",
              Installation.APPLICATION + ":" + classPath,
              "dev.conveyor.jobs.cli.Main",
              "feed",
              "poem",
              POEM.toString(),
              "--to",
              list)) {
        Said said = Said.by(feed);
        assertThat(said.code()).as(said.err()).isEqualTo(1);
        assertThat(said.err())
            .contains("cannot write to " + list, "software.amazon.awssdk:secretsmanager:");
      }
    }
  }

  /**
   * Workers do not have it, nor do their executors: tasks of a stream, a receiver, whose messages
   * bear an envelope and leave its process, and meanwhile tasks of a batch.
   */
  @Test
  void aPasswordOfTheDriverReachesTheExecutors() throws Exception {
    push();
    byte[] cats = "cats".getBytes(UTF_8);
    byte[] tom = new Envelope(7, 1, Instant.now()).seal("tom".getBytes(UTF_8));
    try (Launched stream =
        Launched.script(
            "submit-local",
            sharing(""),
            "stream",
            "word-count",
            "--from",
            list(""),
            "--from",
            redis.at("channel=cats"),
            "--until-quit",
            "--out",
            out())) {
      await().atMost(LIMIT).until(() -> redis.client().publish(cats, tom) > 0 || !stream.isAlive());
      assertThat(stream.isAlive()).as("%s", stream).isTrue();
      batch(sharing("--master " + master(stream) + " "));
      lookAtProcesses();
      assertThat(executors(stream)).isNotEmpty().noneMatch(CredentialsIT::hasThePassword);
      redis.client().rpush("lines", "quit");
      redis.client().publish("cats", "quit");
      assertThat(stream.exitCode(LIMIT)).as("%s", stream).isZero();
      lookAt(stream);
    }
    assertThat(Sums.total(Sums.ofBatches(Path.of(out()), "word-count", folder))).isEqualTo(157);
    assertNothingWasSeen();
  }

  private void batch(Map<String, String> environment) throws Exception {
    redis.client().rpush("more", "tom and tom");
    String list = redis.list("more");
    String counts = folder.resolve("counts").toString();
    try (Launched batch =
        Launched.conveyor(
            environment, "batch", "word-count", list, counts, "--engine", "spark", "--json")) {
      assertThat(batch.exitCode(LIMIT)).as("%s", batch).isZero();
      assertThat(batch.lastLine()).contains("\"pairs\":3");
      lookAt(batch);
    }
  }

  /**
   * Returns options for two applications on one cluster, of which only the driver has the password.
   */
  private Map<String, String> sharing(String options) throws IOException {
    Map<String, String> environment =
        spark(Map.of(PASSWORD, OLD, "SUBMIT_LOCAL_CORES", "2", "SUBMIT_LOCAL_MEMORY", "2g"));
    environment.merge(
        "CONVEYOR_SUBMIT_OPTIONS",
        options + "--executor-memory 1g --conf spark.cores.max=2 ",
        (others, ours) -> ours + others);
    return environment;
  }

  private static String master(Launched submitted) {
    return submitted.descendants().stream()
        .flatMap(process -> Stream.of(process.info().arguments().orElse(new String[0])))
        .filter(word -> word.startsWith("spark://127"))
        .findFirst()
        .orElseThrow();
  }

  private static List<ProcessHandle> executors(Launched submitted) {
    return submitted.descendants().stream()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  private static boolean hasThePassword(ProcessHandle process) {
    try {
      Path environment = Path.of("/proc/" + process.pid() + "/environ");
      return Files.readString(environment, ISO_8859_1).contains(OLD);
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return false;
    }
  }

  private String tokenList() {
    return "rediss://ada@127.0.0.1:"
        + redis.port()
        + "?list=lines&iam=arn:aws:memorydb:eu-west-1:123456789012:cluster/belt";
  }
}
