package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** The command {@code queue}: of servers, and of queues with and without messages. */
@Timeout(240)
class QueueCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static String server() {
    return "redis://127.0.0.1:" + redis.port();
  }

  private static String out(String... words) {
    Said said = Said.by(words);
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }

  private static JsonNode json(String... words) throws Exception {
    String out = out(words);
    assertThat(out.lines()).hasSize(1);
    return JSON.readTree(out);
  }

  @Test
  void listsTheQueuesOfAServer() throws Exception {
    assertThat(out("queue", server())).contains("there is no list or stream on " + server());
    redis.client().rpush("words", "a", "b");
    redis.client().rpush("{words}:dead", "a");
    redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x"));
    redis.client().rpush("evil\u001b[2J", "a");
    String said = out("queue", server());
    assertThat(said)
        .matches("(?s)kind .*\nlist +1 +0 +0 +0  evil·\\[2J\nstream +1 +- +- +-  log\n.*")
        .endsWith("list               2            0            0            1  words\n")
        .doesNotContain("\u001b");
    assertThat(out("queue", server(), "--limit", "1"))
        .contains("evil")
        .endsWith("and about 2 more, later in the alphabet; --limit N shows more\n");
    JsonNode listed = json("queue", server(), "--json");
    assertThat(listed.get("more").asLong()).isZero();
    JsonNode words = listed.get("queues").get(2);
    assertThat(words.get("key").asText()).isEqualTo("words");
    assertThat(words.get("dead").asLong()).isEqualTo(1);
    assertThat(words.get("address").asText()).isEqualTo(server() + "?list=words");
    assertThat(listed.get("queues").get(1).get("done").isNull()).isTrue();
  }

  @Test
  void reachesAServerAsAUserAndFromAFile(@TempDir Path folder) throws Exception {
    redis.client().rpush("words", "a");
    redis.client().aclSetUser("ada", "reset", "on", ">s3cr3t", "~*", "+@all");
    String secret = "redis://ada:s3cr3t@127.0.0.1:" + redis.port() + "/0";
    Path file = Files.writeString(folder.resolve("address"), secret + "\n");
    Said said = Said.by("queue", "@" + file);
    assertThat(said.code()).as(said.err()).isZero();
    said.withoutWord("s3cr3t");
    assertThat(said.out()).contains("  words\n");
    Said json = Said.by("queue", "@" + file, "--json").withoutWord("s3cr3t");
    assertThat(json.out()).contains("redis://ada@127.0.0.1:" + redis.port() + "/0?list=words");
    redis.client().aclSetUser("ada", "-scan");
    Said.by("queue", "@" + file)
        .isFailure("Redis does not permit scan", "+scan")
        .withoutWord("s3cr3t");
    Said.by("queue", secret).isMisuse("it holds a password").withoutWord("s3cr3t");
  }

  @Test
  void refusesServersElsewhereAndActionsOnThem() {
    Said.by("queue", server(), "--peek", "3").isMisuse("cannot peek into the server " + server());
    Said.by("queue", server(), "--requeue-dead")
        .isMisuse("cannot requeue dead letters of the server " + server());
    Said.by("queue", server(), "--limit", "0").isMisuse("cannot list 0 queues");
    Said.by("queue", server() + "?lst=words").isMisuse("unknown parameter lst");
    Said.by("queue", "zmq+tcp://localhost:1").isMisuse("zmq+tcp://localhost:1");
    for (String[] other :
        new String[][] {
          {"work", "--from", server()},
          {"relay", "--from", server(), "--to", redis.list("a")},
          {"feed", "chocolates", "--to", server()},
          {"batch", "word-count", server(), "out"}
        }) {
      Said.by(other).isMisuse("it names no list, stream, channel, pattern or hash");
    }
  }

  @Test
  void saysThatThereIsNoSuchQueue() throws Exception {
    Said said = Said.by("queue", redis.list("wrods"));
    assertThat(said.code()).isZero();
    assertThat(said.err())
        .isEqualTo(
            "there is no list wrods on " + server() + "; it appears with the first message\n");
    assertThat(json("queue", redis.list("wrods"), "--json").get("exists").asBoolean()).isFalse();
    assertThat(Said.by("queue", redis.at("stream=lgo")).err())
        .startsWith("there is no stream lgo on ");
    redis.client().rpush("{words}:dead", "a");
    assertThat(Said.by("queue", redis.list("words")).err()).isEmpty();
    assertThat(json("queue", redis.list("words"), "--json").get("exists").asBoolean()).isTrue();
    redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x"));
    Said.by("queue", redis.list("log")).isFailure("the key holds a stream, not a list");
    Said.by("queue", redis.at("stream=words")).code();
  }

  @Test
  void tellsThatEntriesOfAStreamAreNeverDone() throws Exception {
    redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x"));
    assertThat(out("queue", redis.at("stream=log")))
        .contains("waiting             1\n")
        .contains("done                -  entries of a log stay, and are never done\n");
    assertThat(json("queue", redis.at("stream=log"), "--json").get("done").isNull()).isTrue();
    assertThat(json("queue", redis.list("words"), "--json").get("done").asLong()).isZero();
  }

  @Test
  void showsTheNextMessages() throws Exception {
    byte[] binary = {(byte) 0xff, 0, 0x1b};
    redis.client().rpush("words", "we\nhave", "\u001b]0;evil\u0007", "é".repeat(3_000), "");
    redis.client().rpush("words".getBytes(UTF_8), binary);
    String said = out("queue", redis.list("words"), "--peek", "5");
    assertThat(said.lines())
        .containsExactly(
            "we·have",
            "1b 5d 30 3b 65 76 69 6c 07",
            "é".repeat(2_048) + "…",
            "(empty)",
            "ff 00 1b");
    assertThat(out("queue", redis.list("words"), "--peek", "1")).isEqualTo("we·have\n");
    JsonNode messages = json("queue", redis.list("words"), "--peek", "9", "--json").get("messages");
    assertThat(messages).hasSize(5);
    assertThat(messages.get(0).get("body").asText()).isEqualTo("we\nhave");
    assertThat(messages.get(4).get("bodyBase64").binaryValue()).isEqualTo(binary);
    assertThat(messages.get(2).get("bytes").asLong()).isEqualTo(6_000);
    redis.client().xadd("log", new StreamEntryID(7, 0), Map.of("body", "x"));
    assertThat(out("queue", redis.at("stream=log"), "--peek", "2")).isEqualTo("7-0  x\n");
    Map<String, String> fields = new TreeMap<>(Map.of("a", "1", "e\u001b", "2"));
    redis.client().xadd("log", new StreamEntryID(8, 0), fields);
    assertThat(out("queue", redis.at("stream=log"), "--peek", "2"))
        .endsWith("\n8-0  no field body (fields: a, e·)\n");
    JsonNode entries = json("queue", redis.at("stream=log"), "--peek", "2", "--json");
    assertThat(entries.get("messages").get(1).get("problem").asText())
        .startsWith("no field body (fields: a, ");
    Said.by("queue", redis.list("words"), "--peek", "0").isMisuse("cannot show 0 messages");
    Said.by("queue", redis.list("words"), "--peek", "1001").isMisuse("--peek takes 1 to 1,000");
    assertThat(redis.client().llen("words")).isEqualTo(5);
  }
}
