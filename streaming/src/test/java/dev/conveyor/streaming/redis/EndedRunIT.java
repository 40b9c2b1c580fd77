package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.status.AddressStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;

/** Runs that ended properly are not shown after a day, and can be started again nevertheless. */
@Timeout(60)
class EndedRunIT {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String RUN = "{words}:run:run";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static Address address(String kind) {
    return Address.parse("redis://127.0.0.1:" + redis.port() + "?" + kind);
  }

  private static void add(String kind, String... bodies) {
    for (String body : bodies) {
      if (kind.startsWith("stream")) {
        redis.client().xadd("words", StreamEntryID.NEW_ENTRY, Map.of("body", body));
      } else {
        redis.client().rpush("words", body);
      }
    }
  }

  private static Backlog open(String kind, long token) throws InterruptedException {
    BacklogOptions options = BacklogOptions.of("run", token).withLease(Duration.ofSeconds(1));
    return Replayable.at(address(kind)).openBacklog(options);
  }

  /** Reads and releases all that waits, and returns the position after it. */
  private static Position runOnce(String kind) throws InterruptedException {
    add(kind, "a", "b");
    try (Backlog backlog = open(kind, 1)) {
      Range all = next(backlog, backlog.start(), 10);
      assertThat(read(backlog, all)).containsExactly("a", "b");
      backlog.release(all.to());
      return all.to();
    }
  }

  private static void letPass(Duration time) {
    redis.client().hincrBy(RUN, "ended", -time.toMillis());
  }

  private static List<QueueAdmin.Run> shown(String kind) throws InterruptedException {
    try (QueueAdmin admin = Administrable.at(address(kind)).openAdmin()) {
      return AddressStatus.of(admin).runs();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=words", "list=words&shared", "stream=words", "stream=words&trim"})
  void disappearAfterADay(String kind) throws Exception {
    runOnce(kind);
    assertThat(shown(kind)).singleElement().matches(run -> run.endedAgo().isPresent());
    letPass(DAY.minusMinutes(1));
    assertThat(shown(kind)).hasSize(1);
    letPass(Duration.ofMinutes(2));
    assertThat(shown(kind)).isEmpty();
    try (QueueAdmin admin = Administrable.at(address(kind)).openAdmin()) {
      assertThat(admin.runs()).as("still known").hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=words", "list=words&shared", "stream=words", "stream=words&trim"})
  void goOnWhereTheyEnded(String kind) throws Exception {
    Position from = runOnce(kind);
    letPass(DAY.multipliedBy(400));
    add(kind, "c");
    try (Backlog backlog = open(kind, 2)) {
      assertThat(shown(kind)).singleElement().matches(run -> !run.isAbandoned());
      Range more = next(backlog, from, 10);
      assertThat(more.loss().isNone()).isTrue();
      assertThat(read(backlog, more)).containsExactly("c");
    }
    assertThat(shown(kind)).as("holds what it has not released").hasSize(1);
    letPass(DAY.multipliedBy(2));
    assertThat(shown(kind)).singleElement().matches(run -> run.endedAgo().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"list=words", "stream=words"})
  void stayIfTheirDriverDied(String kind) throws Exception {
    runOnce(kind);
    Backlog dying = open(kind, 2);
    String lease = redis.client().hget(RUN, "lease");
    dying.close();
    redis.client().hset(RUN, "lease", lease);
    letPass(DAY.multipliedBy(2));
    await().until(() -> shown(kind).get(0).isAbandoned());
    assertThat(shown(kind)).singleElement().matches(run -> run.endedAgo().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"stream=words, 0", "stream=words&trim, 1"})
  void stayIfEntriesAreKeptForThem(String kind, int shown) throws Exception {
    runOnce(kind);
    letPass(DAY.multipliedBy(2));
    add(kind, "added later");
    assertThat(shown(kind)).hasSize(shown);
  }
}
