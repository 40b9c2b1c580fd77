package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;

/** The command {@code dead} on queues, and on the results of batches and streams. */
@Timeout(120)
class DeadCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEAD = "{words}:dead";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private static void bury(String reason, Duration age, byte[] body) {
    long died = System.currentTimeMillis() - age.toMillis();
    String about = "{\"reason\":\"" + reason + "\",\"attempts\":3,\"died\":\"" + died + "\"}\n";
    byte[] element = (about + "x".repeat(body.length)).getBytes(UTF_8);
    System.arraycopy(body, 0, element, element.length - body.length, body.length);
    redis.client().rpush(DEAD.getBytes(UTF_8), element);
  }

  private static Said dead(String target, String... options) {
    List<String> words = new ArrayList<>(List.of("dead", target));
    words.addAll(List.of(options));
    return Said.by(words.toArray(String[]::new));
  }

  private static String out(Said said) {
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }

  private static List<JsonNode> json(Said said) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out(said).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void showsTextAsTextAndNothingElseRaw() throws Exception {
    bury("no JSON: \u001b[31m", Duration.ofHours(3), "{\"id\":1}".getBytes(UTF_8));
    bury("no text", Duration.ZERO, new byte[] {0x1b, '[', 'J', (byte) 0xff});
    bury("bidi", Duration.ZERO, "a\u202eb\u009b".getBytes(UTF_8));
    String said = out(dead(redis.list("words")));
    assertThat(said)
        .contains("(3 h ago), 3 attempts, 8 bytes\n  no JSON: ·[31m\n  {\"id\":1}\n")
        .contains("\n  no text\n  1b 5b 4a ff\n")
        .endsWith("\n3 dead letters\n")
        .doesNotContain("\u001b", "\u202e", "\u009b");
    Said all = dead(redis.list("words"), "--json");
    assertThat(all.out()).doesNotContain("\u001b", "\u202e", "\u009b");
    List<JsonNode> lines = json(all);
    assertThat(lines.get(0).get("body").asText()).isEqualTo("{\"id\":1}");
    assertThat(lines.get(1).get("bodyBase64").binaryValue()).contains(0x1b, 0xff);
    assertThat(lines.get(3).get("dead").asInt()).isEqualTo(3);
    assertThat(lines.get(3).get("reasons").get("no text").asInt()).isEqualTo(1);
  }

  @Test
  void showsSomeOfManyAndCountsAll() throws Exception {
    try (Pipeline pipeline = redis.client().pipelined()) {
      for (int i = 0; i < 100_000; i++) {
        pipeline.rpush(DEAD, "{\"reason\":\"attempt " + i % 7 + "\",\"attempts\":1}\n" + i);
      }
    }
    assertThat(out(dead(redis.list("words"), "--limit", "2")))
        .contains("\nand 99,998 more; --limit N shows more\n     100,000  attempt *\n")
        .endsWith("100,000 dead letters\n");
    assertThat(out(dead(redis.list("words"), "--reason", "attempt 6", "--delete")))
        .isEqualTo("deleted 14,285 dead letters\n");
    assertThat(redis.client().llen(DEAD)).isEqualTo(100_000 - 14_285);
  }

  @Test
  void countsByPatternsThatSelectTheSameLetters() throws Exception {
    for (int i = 0; i < 4; i++) {
      bury("field qty is " + i + ", not a whole number of 64 bits", Duration.ZERO, new byte[1]);
      bury("field qty is " + i + ".5, not a whole number of 64 bits", Duration.ZERO, new byte[1]);
      bury("field q" + i % 2 + " is odd " + "x".repeat(300), Duration.ZERO, new byte[1]);
      bury("no topic 'a?b' of 3 " + i, Duration.ZERO, new byte[1]);
    }
    bury("no JSON at 7: \u001b", Duration.ZERO, new byte[1]);
    bury("no JSON at 7", Duration.ZERO, "y".repeat(300).getBytes(UTF_8));
    String list = redis.list("words");
    String said = out(dead(list));
    assertThat(said)
        .contains("           8  field qty is *, not a whole number of 64 bits\n")
        .contains("  field q* is odd " + "x".repeat(300) + "\n", "y".repeat(300));
    List<String> rows = said.lines().filter(line -> line.matches(" {11}[0-9] {2}.*")).toList();
    assertThat(rows).hasSize(5);
    for (String row : rows) {
      String pattern = row.strip().substring(3);
      int count = Integer.parseInt(row.strip().substring(0, 1));
      if (pattern.equals("no JSON at 7")) {
        count++; // Without a wildcard it is a part of the reason.
      }
      assertThat(out(dead(list, "--reason", pattern, "--limit", "0")))
          .endsWith("\n" + count + (count == 1 ? " dead letter\n" : " dead letters\n"));
    }
  }

  @Test
  void requeuesAndDeletesWhatIsSelected() {
    for (int i = 0; i < 6; i++) {
      bury(i % 2 == 0 ? "even" : "odd", Duration.ofHours(i), Integer.toString(i).getBytes(UTF_8));
    }
    String list = redis.list("words");
    assertThat(out(dead(list, "--older", "2h", "--reason", "odd", "--requeue")))
        .isEqualTo("requeued 2 dead letters\n");
    assertThat(redis.client().lrange("words", 0, -1)).containsExactly("3", "5");
    assertThat(out(dead(list, "--newer", "90m", "--delete", "--json")))
        .isEqualTo("{\"deleted\":2}\n");
    assertThat(out(dead(list, "--limit", "0"))).contains("           2  even\n2 dead letters\n");
  }

  @Test
  void refusesWhatHasNoDeadLettersAndWhatContradictsItself() {
    String list = redis.list("words");
    dead(redis.at("stream=words")).isMisuse("stream=words", "it keeps no dead letters");
    dead(redis.at("channel=words")).isMisuse("channel=words", "it keeps no dead letters");
    dead("zmq+tcp://localhost:1?queue").isMisuse("it keeps no dead letters");
    dead("redis://127.0.0.1:" + redis.port()).isMisuse("it names no list");
    dead(list, "--requeue", "--delete").isMisuse("more than one thing");
    dead(list, "--delete", "--limit", "3").isMisuse("cannot limit an action to 3");
    dead(list, "--to", list).isMisuse("give --requeue");
    dead(list, "--fed").isMisuse("leave --fed out");
    dead(list, "--checkpoint", "x").isMisuse("checkpoint x", "leave --checkpoint out");
    dead(list, "--reason", "").isMisuse("an empty reason");
    dead(folder.toString(), "--reason", "", "--delete").isMisuse("an empty reason");
    dead(list, "--newer", "1h", "--older", "2h").isMisuse("older than 2h and newer than 1h");
    dead(folder.toString(), "--requeue").isMisuse(folder.toString(), "give --to ADDRESS");
    dead(folder + "/none").isFailure(folder + "/none", "there is no such folder").atOnce();
  }

  @Test
  void feedsTheLettersOfABatchAgainOnce() throws Exception {
    Path in = folder.resolve("in");
    Files.writeString(in, "no JSON é\n" + "y".repeat(70_000) + "\n");
    Path out = folder.resolve("out");
    assertThat(Said.by("batch", "chocolate-count", in.toString(), out.toString()).code()).isZero();
    assertThat(out(dead(out.toString())))
        .contains("chocolate-count, 10 bytes of /", "/in at byte 0\n", "\n  no JSON é\n")
        .contains("/in at byte 11\n")
        .endsWith("\n2 dead letters\n");
    String to = redis.list("again");
    assertThat(out(dead(out.toString(), "--to", to)))
        .isEqualTo("fed 1 dead letter, 1 not fed, since only their beginning was kept\n");
    assertThat(redis.client().lrange("again", 0, -1)).containsExactly("no JSON é");
    assertThat(out(dead(out.toString(), "--to", to, "--json")))
        .isEqualTo("{\"fed\":0,\"fedAgain\":1,\"unfinished\":0,\"unreadable\":0,\"cut\":1}\n");
    assertThat(out(dead(out.toString())))
        .endsWith("\n1 dead letter; 1 more was fed again before (--fed shows it)\n");
    assertThat(out(dead(out.toString(), "--fed", "--limit", "0"))).endsWith("\n1 dead letter\n");
    assertThat(out(dead(out.toString(), "--fed", "--delete"))).isEqualTo("deleted 1 dead letter\n");
    assertThat(out(dead(out.toString()))).as("never fed").endsWith("\n1 dead letter\n");
  }

  /** The queue is full, so the command waits when it is interrupted. */
  @Test
  void anInterruptedFeedIsTold() throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "no JSON\n");
    Path out = folder.resolve("out");
    assertThat(Said.by("batch", "chocolate-count", in.toString(), out.toString()).code()).isZero();
    redis.client().rpush("full", "one");
    try (Launched feed =
        Launched.conveyor("dead", out.toString(), "--to", redis.list("full") + "&capacity=1")) {
      feed.awaitErr("fed: 0 dead letters");
      feed.interrupt("INT");
      assertThat(feed.exitCode()).as("%s", feed).isEqualTo(130);
      assertThat(feed.err().lines())
          .contains("interrupted before the last dead letter; run it again for the rest");
    }
    assertThat(redis.client().llen("full")).isOne();
  }

  private void stream(Path out, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("stream", "chocolate-count", "--from", redis.list("belt"), "--out"));
    words.addAll(List.of(out.toString(), "--until-idle", "1s", "--interval", "300ms"));
    redis.client().rpush("belt", more);
    Said said = Said.by(words.toArray(String[]::new));
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Tag("spark")
  @Test
  void aStreamGoesOnAfterItsLettersWereFedAndDeleted() throws Exception {
    Path out = folder.resolve("out");
    String good = "{\"id\":\"1\",\"type\":\"truffle\",\"made\":\"2026-11-29T00:00:00Z\"}";
    for (int run = 1; run <= 2; run++) {
      stream(out, good, "no JSON " + run);
      assertThat(out(dead(out.toString(), "--to", redis.list("again"))))
          .isEqualTo("fed 1 dead letter\n");
      assertThat(out(dead(out.toString(), "--delete", "--fed")))
          .isEqualTo("deleted 1 dead letter\n");
      assertThat(Sums.of("sum", out.resolve("chocolate-count"), folder))
          .isEqualTo(Map.of("truffle", (long) run));
    }
    assertThat(redis.client().lrange("again", 0, -1)).containsExactly("no JSON 1", "no JSON 2");
  }

  @Tag("spark")
  @Test
  void feedsEachLetterOnceAlsoAfterACompaction() throws Exception {
    Path out = folder.resolve("out");
    String to = redis.list("again");
    stream(out, "one", "other");
    assertThat(out(dead(out.toString(), "--to", to))).isEqualTo("fed 2 dead letters\n");
    stream(out, "two");
    stream(out, "three");
    stream(out, "four");
    Said compacted = Said.by("compact", out.toString(), "--keep", "0s");
    assertThat(compacted.code()).as(compacted.err()).isZero();
    try (Stream<Path> batches = Files.list(out.resolve("_dead/chocolate-count"))) {
      assertThat(batches)
          .anyMatch(batch -> batch.getFileName().toString().matches("batch=.*-.*-.*"));
    }
    assertThat(out(dead(out.toString())))
        .endsWith("\n3 dead letters; 2 more were fed again before (--fed shows them)\n");
    assertThat(out(dead(out.toString(), "--to", to)))
        .isEqualTo("fed 3 dead letters; 2 more were fed again before (--fed shows them)\n");
    assertThat(redis.client().lrange("again", 0, -1))
        .containsExactlyInAnyOrder("one", "other", "two", "three", "four");
    stream(out, "five");
    Path moved = Files.move(out, folder.resolve("moved"));
    assertThat(out(dead(moved + "/_dead", "--to", to)))
        .isEqualTo("fed 1 dead letter; 5 more were fed again before (--fed shows them)\n");
  }
}
