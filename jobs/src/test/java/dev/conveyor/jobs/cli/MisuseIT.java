package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Bad input that is found only in the world outside, and a handful of the {@link MisuseTest} kind
 * through the launcher and Spark's submission, which must pass words and exit codes on.
 */
@Timeout(240)
class MisuseIT {
  private static final String POEM = Launched.HOME.resolve("data/mammoth.txt").toString();
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  @TempDir Path folder;

  @BeforeEach
  void write() {
    redis.client().hset("hash", "field", "value");
    redis.client().set("text", "value");
  }

  private static Said conveyor(String... words) throws IOException, InterruptedException {
    return conveyor(Map.of(), words);
  }

  private static Said conveyor(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    try (Launched launched = Launched.conveyor(environment, words)) {
      return Said.by(launched);
    }
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  @Test
  void passesMisuseOfAPlainCommandThroughTheLauncher() throws Exception {
    conveyor().isMisuse("no command").atOnce();
    conveyor("dance", "it's \"quoted\"", "").isMisuse("dance").atOnce();
  }

  @Test
  void passesFailureOfAPlainCommandThroughTheLauncher() throws Exception {
    String none = folder.resolve("a poem that is not there").toString();
    conveyor("feed", "poem", none, "--to", redis.list("words")).isFailure(none).atOnce();
  }

  @Test
  void passesMisuseThroughSpark() throws Exception {
    conveyor("stream", "word-count", "--from", redis.list("words"), "--out", out(), "--dance")
        .isMisuse("--dance")
        .atOnce();
    conveyor("stream", "word-count", "--from", "redis://a:s3cr3t@h?list=w", "--out", out())
        .isMisuse("password")
        .atOnce()
        .withoutWord("s3cr3t");
  }

  @Test
  void passesFailureThroughSpark() throws Exception {
    conveyor("demo", folder.toString()).isFailure(folder.toString(), "folder").atOnce();
  }

  @Test
  void streamsIntoNoFolderThatHoldsSomething() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path kept = Files.writeString(out.resolve("letter"), "dear");
    String list = redis.list("words");
    conveyor("stream", "word-count", "--from", list, "--out", out.toString())
        .isFailure(out.toString(), "not empty");
    conveyor("stream", "word-count", "--from", list, "--out", kept.toString())
        .isFailure(kept.toString(), "file");
    assertThat(kept).hasContent("dear");
    assertThat(out).isDirectoryNotContaining("glob:**/_*");
  }

  @Test
  void showsTheDemoIntoNoFolderThatHoldsSomething() throws Exception {
    Files.writeString(folder.resolve("letter"), "dear");
    conveyor("demo", "--out", folder.toString()).isFailure(folder.toString(), "not empty");
    assertThat(folder).isDirectoryNotContaining("glob:**/[_w]*");
  }

  @Test
  void namesAKeyOfAnotherType() {
    String hash = redis.list("hash");
    Said.by("feed", "lines", POEM, "--to", hash).isFailure(hash, "holds a hash").atOnce();
    String text = redis.list("text");
    Said.by("stream", "word-count", "--from", text, "--out", out())
        .isFailure(text, "holds a string")
        .atOnce();
  }

  @Test
  void showsNoPasswordThatRedisRefuses() throws Exception {
    try (LocalRedis guarded = LocalRedis.start();
        Jedis client = RedisExtension.client(guarded.port())) {
      client.configSet("requirepass", "right");
      String list = guarded.list("words");
      conveyor(Map.of("CONVEYOR_REDIS_PASSWORD", "s3cr3t"), "feed", "lines", POEM, "--to", list)
          .isFailure(list, "CONVEYOR_REDIS_PASSWORD")
          .atOnce()
          .withoutWord("s3cr3t");
      Said.by("feed", "lines", POEM, "--to", list).isFailure(list, "password").atOnce();
    }
  }

  @Test
  void takesThePasswordFromTheEnvironment() throws Exception {
    try (LocalRedis guarded = LocalRedis.start();
        Jedis client = RedisExtension.client(guarded.port())) {
      client.configSet("requirepass", "s3cr3t");
      String list = guarded.list("words");
      Said fed =
          conveyor(Map.of("CONVEYOR_REDIS_PASSWORD", "s3cr3t"), "feed", "poem", POEM, "--to", list)
              .withoutWord("s3cr3t");
      assertThat(fed.code()).as(fed.err()).isZero();
      client.auth("s3cr3t");
      assertThat(client.llen("words")).isEqualTo(156);
    }
  }

  /** It takes the connection and says nothing. */
  @Test
  void givesUpAHostThatDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String list = "redis://127.0.0.1:" + silent.getLocalPort() + "?list=words";
      Said.by("feed", "lines", POEM, "--to", list).isFailure(list, "no answer").atOnce();
    }
  }

  @Test
  void namesAPortThatIsInUse() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String topic = "zmq+tcp://127.0.0.1:" + holder.getLocalPort() + "?topic=cats";
      Said.by("feed", "lines", POEM, "--to", topic).isFailure(topic, "in use").atOnce();
      conveyor("feed", "lines", POEM, "--to", topic).isFailure(topic, "in use").atOnce();
    }
  }

  @Test
  void refusesToWorkOnWholeBlocks() {
    String queue = "zmq+tcp://127.0.0.1:1?queue&acknowledged&packed";
    Said.by("work", "--from", queue).isMisuse(queue, "whole blocks", "leave &packed out");
    String plain = "zmq+tcp://127.0.0.1:1?queue&packed=yes";
    Said.by("work", "--from", plain).isMisuse(plain, "packed");
  }

  @Test
  void givesUpWhereNobodySubscribes() throws Exception {
    int port = FreePort.any();
    String topic = "zmq+tcp://127.0.0.1:" + port + "?topic=cats&wait=200ms";
    conveyor("feed", "lines", POEM, "--to", topic).isFailure(topic, "no subscriber").atOnce();
  }

  /** Whatever goes wrong, only {@code --debug} shows where. */
  @Test
  void showsTheStackOnlyOnRequest() {
    String hash = redis.list("hash");
    Said debugged = Said.by("feed", "lines", POEM, "--to", hash, "--debug");
    assertThat(debugged.code()).isEqualTo(1);
    assertThat(debugged.err()).contains("\tat dev.conveyor.").contains("\ncannot write to " + hash);
  }
}
