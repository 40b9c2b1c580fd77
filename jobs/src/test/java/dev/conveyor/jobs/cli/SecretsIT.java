package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.Handled;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.LiveFiles;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs with every kind of secret, good and wrong ones, and looks for them in what was printed, in
 * the list of processes and in every file.
 */
@Timeout(240)
class SecretsIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String OF_ENVIRONMENT = "pass-of-the-environment";
  private static final String OF_FILE = "p%40ss of the file";
  private static final String OF_FILE_DECODED = "p@ss of the file";
  private static final String WRONG = "a-wrong-password";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;
  private final List<String> secrets =
      new ArrayList<>(List.of(OF_ENVIRONMENT, OF_FILE, OF_FILE_DECODED, WRONG));
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void start() throws InterruptedException {
    redis.client().aclSetUser("ada", "on", ">" + OF_FILE_DECODED, "~*", "&*", "+@all");
    redis.client().configSet("requirepass", OF_ENVIRONMENT);
    redis.client().auth(OF_ENVIRONMENT);
  }

  private static Map<String, String> password(String password) {
    return Map.of("CONVEYOR_REDIS_PASSWORD", password);
  }

  private String poem() {
    return Launched.HOME.resolve("data/mammoth.txt").toString();
  }

  /** Keeps all that this command shows, and what the list of processes shows of it meanwhile. */
  private void look(Launched command) {
    ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .forEach(seen::add);
    seen.add(command.out());
    seen.add(command.err());
  }

  private void ends(int code, Launched command) throws InterruptedException {
    look(command);
    assertThat(command.exitCode()).as("%s", command).isEqualTo(code);
    look(command);
  }

  private void runs(int code, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    try (Launched command = Launched.conveyor(environment, words)) {
      ends(code, command);
    }
  }

  private void assertNoneIsFound() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        seen.add(Files.readString(file, ISO_8859_1));
      }
    }
    assertThat(seen).hasSizeGreaterThan(20);
    for (String secret : secrets) {
      assertThat(seen).noneMatch(text -> text.contains(secret));
    }
  }

  @Test
  void noPasswordShowsUp() throws Exception {
    String list = redis.list("words");
    Path file = folder.resolve("address");
    Files.writeString(
        file, "redis://ada:" + OF_FILE + "@127.0.0.1:" + redis.port() + "?list=words\n");
    String out = folder.resolve("out").toString();
    runs(0, password(OF_ENVIRONMENT), "feed", "poem", poem(), "--to", list, "--debug");
    runs(0, Map.of(), "feed", "poem", poem(), "--to", "@" + file, "--quit", "1");
    assertThat(redis.client().llen("words")).isEqualTo(2 * 156 + 1);
    runs(0, Map.of(), "stream", "word-count", "--from", "@" + file, "--until-quit", "--out", out);
    runs(0, password(OF_ENVIRONMENT), "queue", list, "--debug");
    redis.client().rpush("words", "quit");
    runs(0, Map.of(), "work", "--from", "@" + file, "--until-quit", "--control");
    runs(1, password(WRONG), "feed", "poem", poem(), "--to", list, "--debug");
    runs(1, password(WRONG), "work", "--from", list, "--debug");
    runs(1, password(WRONG), "stream", "word-count", "--from", list, "--out", out + "2", "--debug");
    Files.writeString(
        file, "redis://ada:" + WRONG + "@127.0.0.1:" + redis.port() + "?list=words&typo=1\n");
    runs(2, Map.of(), "work", "--from", "@" + file, "--debug");
    assertNoneIsFound();
  }

  /** With Spark's event log, and totals whose password is in a file. */
  @Test
  void noPasswordOfAStructuredStreamShowsUp() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path events = Files.createDirectory(out.resolve("events"));
    Map<String, String> environment = new HashMap<>(password(OF_ENVIRONMENT));
    environment.put("TMPDIR", Files.createDirectory(out.resolve("tmp")).toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put(
        "CONVEYOR_SUBMIT_OPTIONS",
        "--conf spark.ui.port=0 --conf spark.eventLog.enabled=true"
            + " --conf spark.eventLog.compress=false --conf spark.eventLog.dir="
            + events.toUri());
    Path file = folder.resolve("address");
    Files.writeString(
        file, "redis://ada:" + OF_FILE + "@127.0.0.1:" + redis.port() + "?hash=totals\n");
    redis.client().rpush("words", "to", "be", "quit");
    List<String> words = new ArrayList<>(List.of("stream", "word-count", "--from"));
    words.addAll(List.of(redis.list("words"), "--totals", "@" + file, "--engine", "structured"));
    words.addAll(List.of("--format", "json", "--until-quit", "--debug"));
    words.addAll(List.of("--out", out.resolve("results").toString()));
    runs(0, environment, words.toArray(String[]::new));
    assertThat(redis.client().hgetAll("totals")).isEqualTo(Map.of("to", "1", "be", "1"));
    seen.addAll(LiveFiles.texts(out));
    assertThat(seen).anyMatch(text -> text.contains("SparkListenerApplicationEnd"));
    assertThat(seen).anyMatch(text -> text.contains("totals in redis://ada@"));
    String wrong = "redis://ada:" + WRONG + "@127.0.0.1:" + redis.port() + "?hash=totals";
    words.set(words.indexOf("@" + file), wrong);
    Said said = Said.by(words.toArray(String[]::new));
    said.isMisuse("it holds a password").withoutWord(WRONG).atOnce();
    assertNoneIsFound();
  }

  @Test
  void noKeyShowsUp() throws Exception {
    String server = key("server");
    String client = key("client");
    String stranger = key("stranger");
    Path allowed = Files.writeString(folder.resolve("allowed"), client + "\n");
    Files.createDirectory(folder.resolve("out"));
    String to = "zmq+tcp://127.0.0.1:0?queue&allow=" + allowed + "&server-key=" + encoded(server);
    try (Launched feed =
        Launched.conveyor(
            secret("server"), "feed", "poem", poem(), "--to", to, "--quit", "1", "--debug")) {
      String shown = feed.awaitErr("feeding ").substring("feeding ".length());
      Address bound = Address.parse(shown);
      String from =
          "zmq+tcp://127.0.0.1:"
              + bound.port().orElseThrow()
              + "?queue&server-key="
              + encoded(server);
      runs(1, secret("stranger"), "work", "--from", from, "--patience", "20s", "--debug");
      runs(1, Map.of(), "work", "--from", from, "--debug");
      runs(0, secret("client"), "work", "--from", from, "--until-quit", "--json", "--debug");
      ends(0, feed);
      assertThat(seen.stream().filter(text -> text.contains("\"messages\":156"))).isNotEmpty();
    }
    assertThat(stranger).isNotEqualTo(client);
    assertNoneIsFound();
  }

  /** A new pair; returns the public one. */
  private String key(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    try (Launched keygen = Launched.conveyor("keygen", file.toString())) {
      ends(0, keygen);
      secrets.add(Files.readString(file).strip());
      return keygen.out().strip();
    }
  }

  private Map<String, String> secret(String name) throws IOException {
    return Map.of("CONVEYOR_CURVE_SECRET", Files.readString(folder.resolve(name)).strip());
  }

  private static String encoded(String key) {
    return key.replace("%", "%25").replace("&", "%26").replace("@", "%40");
  }

  @Test
  void aWrongPasswordIsSaidAtOnceAndARightOneWaitsNot() throws Exception {
    try (Launched work =
        Launched.conveyor(password(WRONG), "work", "--from", redis.list("words"))) {
      Said.by(work).isFailure(redis.list("words"), "password").withoutWord(WRONG);
    }
    try (Launched work =
        Launched.conveyor(password(OF_ENVIRONMENT), "work", "--from", redis.list("words"))) {
      redis.client().rpush("words", "come");
      await().atMost(SOON).until(() -> !Handled.by(work).isEmpty());
    }
  }
}
