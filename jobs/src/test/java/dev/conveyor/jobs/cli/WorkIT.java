package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Handled;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Replayable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code work} and {@code queue} in processes of their own, on a real Redis. */
@Timeout(240)
class WorkIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private Launched work(String key, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("work", "--from", redis.list(key)));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  private JsonNode queue(String key, String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("queue", redis.list(key), "--json"));
    words.addAll(List.of(options));
    try (Launched queue = Launched.conveyor(words.toArray(String[]::new))) {
      assertThat(queue.exitCode()).as("%s", queue).isZero();
      return JSON.readTree(queue.out());
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Test
  void showsWhenWhatAndHowManyRemain() throws Exception {
    String truffle = "{\"id\":\"1\",\"type\":\"truffle\",\"made\":\"2026-01-01T00:00:00Z\"}";
    redis.client().rpush("belt", "plate", truffle);
    redis.client().rpush("belt", "a\tb\u001b[31m", "quit", "behind");
    try (Launched work = work("belt", "--until-quit")) {
      assertThat(work.exitCode()).as("%s", work).isZero();
      List<Handled> lines = Handled.by(work);
      assertThat(Handled.messages(lines)).containsExactly("plate", "truffle", "a·b·[31m");
      assertThat(lines).extracting(Handled::remaining).containsExactly("4", "3", "2");
      assertThat(work.err())
          .contains("reading " + redis.list("belt") + ": ", "handled 3 messages in ", "0 dead");
    }
    assertThat(redis.client().lrange("belt", 0, -1)).containsExactly("behind");
  }

  @Test
  void threeProcessesShareAThousandAndOneIsKilledHalfway() throws Exception {
    List<String> options = List.of("--handle", "3ms", "--until-quit", "--lease");
    try (Launched one = work("washed", with(options, "60s"));
        Launched two = work("washed", with(options, "60s"));
        Launched three = work("washed", with(options, "8s"))) {
      await().atMost(SOON).until(() -> queue("washed").get("workers").size() == 3);
      redis.client().rpush("washed", numbers(1_000).toArray(String[]::new));
      await().atMost(SOON).until(() -> redis.client().llen("washed") <= 500);
      three.interrupt("KILL");
      assertThat(three.exitCode(SOON)).isEqualTo(137);
      List<String> byThree = Handled.messages(Handled.by(three));
      await().atMost(SOON).until(() -> "1000".equals(redis.client().get("{washed}:done:total")));
      assertThat(queue("washed").get("done").asLong()).isEqualTo(1_000);
      // If it died between two messages, the others need not wait for the end of its lease.
      await().atMost(SOON).until(() -> queue("washed").get("workers").size() == 2);
      redis.client().rpush("washed", "quit", "quit");
      assertThat(one.exitCode()).as("%s", one).isZero();
      assertThat(two.exitCode()).as("%s", two).isZero();
      List<String> all =
          Stream.of(one, two).flatMap(work -> Handled.messages(Handled.by(work)).stream()).toList();
      assertThat(byThree).isNotEmpty();
      assertThat(Stream.concat(all.stream(), byThree.stream()).distinct())
          .containsExactlyInAnyOrderElementsOf(numbers(1_000));
      assertThat(all.size() + byThree.size()).isBetween(1_000, 1_001);
    }
    JsonNode queue = queue("washed");
    assertThat(queue.get("waiting").asLong()).isZero();
    assertThat(queue.get("inWork").asLong()).isZero();
    assertThat(queue.get("dead").asLong()).isZero();
    assertThat(queue.get("workers")).isEmpty();
  }

  @Test
  void aMessageThatKillsItsWorkersIsDeadAndCanBeTriedAnew() throws Exception {
    redis.client().rpush("belt", "poison", "good");
    for (int attempt = 1; attempt <= 2; attempt++) {
      Set<String> before = redis.client().keys("{belt}:work:*");
      try (Launched work = work("belt", "--handle", "1h", "--lease", "500ms", "--attempts", "2")) {
        await().atMost(SOON).until(() -> isPoisoned(before));
        work.interrupt("KILL");
        assertThat(work.exitCode(SOON)).isEqualTo(137);
      }
      await().atMost(SOON).until(this::everyLeaseHasRunOut);
    }
    try (Launched work = work("belt", "--patience", "3s")) {
      assertThat(work.exitCode()).as("%s", work).isZero();
      assertThat(Handled.messages(Handled.by(work))).containsExactly("good");
    }
    assertThat(queue("belt").get("dead").asLong()).isEqualTo(1);
    try (Launched shown = Launched.conveyor("queue", redis.list("belt"))) {
      assertThat(shown.exitCode()).isZero();
      assertThat(shown.out()).contains("dead after 2 attempts: ", ": poison\n");
    }
    JsonNode after = queue("belt", "--requeue-dead");
    assertThat(after.get("dead").asLong()).isZero();
    assertThat(redis.client().lrange("belt", 0, -1)).containsExactly("poison");
  }

  /** One of two workers has its marker when both die; that is no failed attempt at the marker. */
  @Test
  void workersEndByTheirMarkersAfterARestart() throws Exception {
    redis.client().rpush("belt", "quit", "slow", "quit");
    List<String> options = new ArrayList<>(List.of("--workers", "2", "--until-quit"));
    options.addAll(List.of("--to", redis.list("next"), "--quit", "1"));
    options.addAll(List.of("--lease", "60s", "--attempts", "1", "--handle"));
    try (Launched first = work("belt", with(options, "1h"))) {
      await().atMost(SOON).until(this::aMarkerIsTakenAndSlowIsInHand);
      first.interrupt("KILL");
      assertThat(first.exitCode(SOON)).isEqualTo(137);
    }
    // Workers that begin before take their markers, and leave the message to others.
    redis
        .client()
        .zrange("{belt}:leases", 0, -1)
        .forEach(reader -> redis.client().zadd("{belt}:leases", 1, reader));
    try (Launched second = work("belt", with(options, "0s"))) {
      assertThat(second.exitCode(SOON)).as("%s", second).isZero();
    }
    assertThat(redis.client().lrange("next", 0, -1)).containsExactly("quit");
    assertThat(redis.client().llen("{belt}:dead")).isEqualTo(1);
    assertThat(queue("belt").get("waiting").asLong()).isZero();
  }

  private static String[] with(List<String> options, String last) {
    return Stream.concat(options.stream(), Stream.of(last)).toArray(String[]::new);
  }

  /** A reader that is there has two limits, one that stands by has one. */
  private boolean aMarkerIsTakenAndSlowIsInHand() {
    boolean inHand =
        redis.client().keys("{belt}:work:*").stream()
            .anyMatch(work -> redis.client().lrange(work, 0, -1).equals(List.of("slow")));
    return inHand && redis.client().llen("belt") == 1 && redis.client().hlen("{belt}:limits") <= 3;
  }

  @Test
  void showsRunsAndGivesBackWhatAnAbandonedOneHasClaimed() throws Exception {
    redis.client().rpush("belt", "a", "b", "c");
    Address belt = Address.parse(redis.list("belt"));
    try (Backlog backlog = Replayable.at(belt).openBacklog(BacklogOptions.of("poem", 1))) {
      assertThat(backlog.next(backlog.start(), new Bounds(2, 1_000))).isPresent();
      JsonNode run = queue("belt").get("runs").get(0);
      assertThat(run.get("leaseMillis").asLong()).isPositive();
    }
    try (Launched shown = Launched.conveyor("queue", redis.list("belt"))) {
      assertThat(shown.exitCode()).isZero();
      assertThat(shown.out()).contains("run poem claims 3, its driver is gone\n");
    }
    JsonNode after = queue("belt", "--drop-run", "poem");
    assertThat(after.get("runs")).isEmpty();
    assertThat(redis.client().lrange("belt", 0, -1)).containsExactly("a", "b", "c");
    try (Launched unknown = Launched.conveyor("queue", redis.list("belt"), "--drop-run", "poem")) {
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.err()).contains("cannot drop run poem at ", "it is unknown");
    }
  }

  /** Returns whether a worker that is new has it in hand. */
  private boolean isPoisoned(Set<String> before) {
    return redis.client().keys("{belt}:work:*").stream()
        .filter(workList -> !before.contains(workList))
        .anyMatch(workList -> redis.client().lrange(workList, 0, -1).contains("poison"));
  }

  private boolean everyLeaseHasRunOut() {
    double now = Double.parseDouble(redis.client().time().get(0)) * 1e3;
    return redis.client().zcount("{belt}:leases", now, Double.POSITIVE_INFINITY) == 0;
  }

  @Test
  void handsOnFromStationToStation() throws Exception {
    redis.client().rpush("dirty", numbers(50).toArray(String[]::new));
    redis.client().rpush("dirty", "quit", "quit");
    try (Launched washers =
            work(
                "dirty",
                "--workers",
                "2",
                "--until-quit",
                "--to",
                redis.list("washed"),
                "--quit",
                "3");
        Launched dryers =
            work("washed", "--workers", "3", "--until-quit", "--to", redis.list("put away"))) {
      assertThat(washers.exitCode()).as("%s", washers).isZero();
      assertThat(dryers.exitCode()).as("%s", dryers).isZero();
    }
    assertThat(redis.client().lrange("put away", 0, -1))
        .containsExactlyInAnyOrderElementsOf(numbers(50));
    assertThat(redis.client().llen("dirty") + redis.client().llen("washed")).isZero();
  }

  @Test
  void anyClientFeedsAndDries() throws Exception {
    try (Launched dryer = work("wet", "--to", redis.list("dry"), "--patience", "3s")) {
      redis.client().rpush("wet".getBytes(UTF_8), new byte[] {(byte) 0xff, 0, 10}, new byte[0]);
      List<byte[]> dried = new ArrayList<>();
      while (dried.size() < 2) {
        dried.add(redis.client().blpop(50, "dry".getBytes(UTF_8)).get(1));
      }
      assertThat(dried).containsExactly(new byte[] {(byte) 0xff, 0, 10}, new byte[0]);
      assertThat(dryer.exitCode()).as("%s", dryer).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void givesBackWhatIsInHandWhenInterrupted(String signal, int code) throws Exception {
    redis.client().rpush("belt", "a", "b");
    try (Launched work = work("belt", "--handle", "1h", "--json")) {
      await().atMost(SOON).until(() -> redis.client().llen("belt") == 1);
      work.interrupt(signal);
      assertThat(work.exitCode(SOON)).as("%s", work).isEqualTo(code);
      assertThat(JSON.readTree(work.lastLine()).get("messages").asLong()).isZero();
    }
    assertThat(redis.client().lrange("belt", 0, -1)).containsExactly("a", "b");
    assertThat(redis.client().keys("*")).containsExactly("belt");
  }

  @Test
  void movesWhatIsTooLargeToTheDead() throws Exception {
    redis.client().rpush("belt", "x".repeat(2_000), "fits", "quit");
    try (Launched work = work("belt", "--max-message", "1KiB", "--until-quit", "--json")) {
      assertThat(work.exitCode()).as("%s", work).isZero();
      JsonNode summary = JSON.readTree(work.lastLine());
      assertThat(summary.get("messages").asLong()).isEqualTo(1);
      assertThat(summary.get("dead").asLong()).isEqualTo(1);
      assertThat(work.err())
          .contains("dead, from belt: message of 2000 bytes is over the limit of 1024");
    }
    assertThat(queue("belt", "--requeue-dead").get("waiting").asLong()).isEqualTo(1);
    assertThat(redis.client().lrange("belt", 0, -1)).containsExactly("x".repeat(2_000));
  }

  @Test
  void aSlowLucyKeepsHerLease() throws Exception {
    redis.client().rpush("belt", "truffle");
    try (Launched slow = work("belt", "--handle", "10s", "--lease", "6s", "--until-quit")) {
      await().atMost(SOON).until(() -> redis.client().llen("belt") == 0);
      try (Launched other = work("belt", "--patience", "7s")) {
        assertThat(other.exitCode()).as("%s", other).isZero();
        assertThat(Handled.by(other)).isEmpty();
      }
      redis.client().rpush("belt", "quit");
      assertThat(slow.exitCode()).as("%s", slow).isZero();
      assertThat(Handled.messages(Handled.by(slow))).containsExactly("truffle");
    }
  }

  @Test
  void gapsRepeatsAndLatencyAreKnownWithEnvelopes() throws Exception {
    String enveloped = redis.list("belt") + "&envelope";
    try (Launched feed =
        Launched.conveyor(
            "feed", "chocolates", "--to", enveloped, "--count", "20", "--quit", "1")) {
      assertThat(feed.exitCode()).as("%s", feed).isZero();
    }
    try (Launched work = work("belt", "--until-quit", "--json")) {
      assertThat(work.exitCode()).as("%s", work).isZero();
      JsonNode summary = JSON.readTree(work.lastLine());
      assertThat(summary.get("gaps").asLong()).isZero();
      assertThat(summary.get("repeats").asLong()).isZero();
      assertThat(summary.get("latencyMillis").get("p50").isNumber()).isTrue();
    }
  }
}
