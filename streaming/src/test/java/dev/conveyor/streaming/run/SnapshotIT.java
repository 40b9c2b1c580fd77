package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

@Timeout(90)
class SnapshotIT {
  private static final String KEY = "words";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  @TempDir Path folder;

  private static void push(int from, int to) {
    redis.client().rpush(KEY, Texts.numbers(from, to).toArray(String[]::new));
  }

  private RunPlan plan(String rest) {
    return plan(rest, "record");
  }

  private RunPlan plan(String rest, String record) {
    Address address = Address.parse(redis.list(KEY) + rest);
    return RunPlan.of(folder.resolve(record).toString(), address);
  }

  private static Snapshot take(RunPlan plan) throws InterruptedException {
    return Snapshot.take(plan, new Configuration());
  }

  private static List<QueueAdmin.Run> runs() throws InterruptedException {
    Address address = Address.parse(redis.list(KEY));
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      return admin.runs();
    }
  }

  /** Of which each claim holds 10,000 at most, so that the snapshot is many. */
  @Test
  void holdsAllOfASharedList() throws Exception {
    push(0, 35_000);
    try (Snapshot snapshot = take(plan("&shared"))) {
      push(35_000, 35_010);
      assertThat(SnapshotReading.bodies(snapshot, 0)).isEqualTo(Texts.numbers(0, 35_000));
    }
    try (Snapshot again = take(plan("&shared"))) {
      assertThat(again.isRepeated()).isTrue();
      assertThat(SnapshotReading.bodies(again, 0)).isEqualTo(Texts.numbers(0, 35_000));
      again.release();
    }
    assertThat(redis.client().lrange(KEY, 0, -1)).isEqualTo(Texts.numbers(35_000, 35_010));
    assertThat(redis.client().keys("*:claim:*")).isEmpty();
    assertThat(runs()).isEmpty();
  }

  @Test
  void goesBackToTheHeadOfItsListIfItIsGivenBack() throws Exception {
    push(0, 25_000);
    try (Snapshot snapshot = take(plan("&shared"))) {
      push(25_000, 25_010);
      snapshot.requeue();
    }
    assertThat(redis.client().lrange(KEY, 0, -1)).isEqualTo(Texts.numbers(0, 25_010));
    assertThat(redis.client().keys("*:claim:*")).isEmpty();
    assertThat(runs()).isEmpty();
  }

  /** Before each step by which it opens its run, claims, and writes down what it has claimed. */
  @Test
  void leavesNothingClaimedIfItIsInterruptedWhileItTakes() throws Exception {
    int failures = 0;
    boolean isPast = true;
    for (int operation = 1; isPast; operation++) {
      redis.client().flushAll();
      push(0, 25_000);
      RunPlan plan = plan("&shared", "interrupted-" + operation);
      failures += isInterruptedAt(operation, plan) ? 1 : 0;
      isPast = TearingFileSystem.isPast();
      TearingFileSystem.live();
      assertThat(redis.client().llen(KEY)).as("operation %s", operation).isEqualTo(25_000);
      assertThat(redis.client().keys("*:claim:*")).as("operation %s", operation).isEmpty();
      try (Snapshot next = take(plan)) {
        assertThat(next.messages()).containsExactly(25_000L);
        next.requeue();
      }
    }
    assertThat(failures).isGreaterThan(3);
    assertThat(redis.client().lrange(KEY, 0, -1)).isEqualTo(Texts.numbers(0, 25_000));
  }

  /** Returns whether it failed; the messages that it took are returned. */
  private static boolean isInterruptedAt(int operation, RunPlan plan) {
    TearingFileSystem.pauseAt(operation, Thread.currentThread()::interrupt);
    try (Snapshot taken = Snapshot.take(plan, TearingFileSystem.configuration())) {
      Thread.interrupted();
      taken.requeue();
      return false;
    } catch (InterruptedException | RunException | TransportException e) {
      return true;
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void keepsAWholeSnapshotIfItsNextDriverIsInterrupted() throws Exception {
    push(0, 10);
    RunPlan plan = plan("");
    take(plan).close();
    Thread.currentThread().interrupt();
    try {
      take(plan).close();
    } catch (InterruptedException | RunException | TransportException e) {
      // Or it has not come to a step that fails.
    } finally {
      Thread.interrupted();
    }
    try (Snapshot next = take(plan)) {
      assertThat(next.isRepeated()).isTrue();
      assertThat(SnapshotReading.bodies(next, 0)).isEqualTo(Texts.numbers(0, 10));
      next.release();
    }
  }

  /** A driver has died while it took, and then the stream was lost. */
  @Test
  void leavesNothingClaimedIfAnotherAddressHasLostMessages() throws Exception {
    push(0, 10);
    redis.client().xadd("log", XAddParams.xAddParams(), Map.of("body", "a"));
    RunPlan plan =
        RunPlan.of(
            folder.resolve("record").toString(),
            Address.parse(redis.list(KEY)),
            Address.parse(redis.stream("log")));
    try (Run died = Run.open(plan, new Configuration())) {
      assertThat(died.next(new Bounds(10, 1 << 20))).isPresent();
    }
    push(10, 20);
    redis.client().del("log");
    redis.client().xadd("log", XAddParams.xAddParams(), Map.of("body", "b"));
    assertThatThrownBy(() -> take(plan).close()).isInstanceOf(LossException.class);
    assertThat(redis.client().lrange(KEY, 0, -1)).isEqualTo(Texts.numbers(0, 20));
    assertThat(redis.client().keys("*:claim:*")).isEmpty();
    assertThat(runs()).isEmpty();
    assertThat(folder.resolve("record")).doesNotExist();
  }

  @Test
  void isKnownAsAbandonedUntilItsRunIsForgotten() throws Exception {
    push(0, 10);
    Snapshot snapshot = take(plan(""));
    snapshot.close();
    assertThat(runs())
        .containsExactly(
            new QueueAdmin.Run(
                snapshot.name(),
                10,
                Duration.ZERO,
                Optional.of("file:" + folder.resolve("record"))));
    Address address = Address.parse(redis.list(KEY));
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      assertThat(admin.dropRun(snapshot.name())).isEqualTo(10);
    }
    assertThat(redis.client().lrange(KEY, 0, -1)).isEqualTo(Texts.numbers(0, 10));
  }

  @Test
  void isForgottenWithItsRecordAndCountsIfItsOutputDoes() throws Exception {
    push(0, 10);
    Path out = folder.resolve("out");
    for (boolean isComplete : new boolean[] {false, true}) {
      Snapshot snapshot = take(plan(""));
      snapshot.stamp(out.toString());
      snapshot.close();
      if (isComplete) {
        Files.createFile(out.resolve("_SUCCESS"));
      }
      assertThatThrownBy(() -> forget("other", out)).hasMessageContaining("is the checkpoint of");
      assertThat(runs()).hasSize(1);
      assertThat(forget(snapshot.name(), out)).isEqualTo(isComplete ? 0 : 10);
      assertThat(redis.client().llen(KEY)).isEqualTo(isComplete ? 0 : 10);
      assertThat(folder.resolve("record")).doesNotExist();
      assertThat(runs()).isEmpty();
    }
  }

  private long forget(String name, Path out) throws InterruptedException {
    return Snapshot.drop(plan(""), name, Optional.of(out.toString()), new Configuration());
  }

  @Test
  void isHeldForLongerThanItsLease() throws Exception {
    push(0, 10);
    try (Snapshot snapshot = take(plan("").withLease(Duration.ofMillis(500)))) {
      await()
          .during(Duration.ofMillis(1_500))
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(snapshot::ensureHeld);
      assertThat(SnapshotReading.bodies(snapshot, 0)).isEqualTo(Texts.numbers(0, 10));
    }
    // Another driver waits until it sees the renewal, which comes three times a lease.
    RunPlan plan = plan("").withLease(Duration.ofSeconds(6));
    try (Snapshot snapshot = take(plan)) {
      assertThatThrownBy(() -> take(plan).close())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("which is alive");
      assertThat(SnapshotReading.bodies(snapshot, 0)).isEqualTo(Texts.numbers(0, 10));
      snapshot.release();
    }
  }

  @Test
  void countsWhatRedisHasLost() throws Exception {
    push(0, 10);
    try (Snapshot snapshot = take(plan(""))) {
      redis.client().keys("*:claim:*").forEach(redis.client()::del);
      List<String> read = new ArrayList<>(SnapshotReading.bodies(snapshot, 0));
      assertThatThrownBy(() -> snapshot.verify(List.of((long) read.size())))
          .isInstanceOf(LossException.class)
          .hasMessageContaining("10 messages were gone");
    }
  }

  @Test
  void keepsTheRecordOfAReleaseThatRedisDidNotHearOf() throws Exception {
    try (LocalRedis mortal = LocalRedis.startDurable();
        Jedis pusher = RedisExtension.client(mortal.port())) {
      pusher.rpush(KEY, "a", "b");
      Address address = Address.parse(mortal.list(KEY) + "&reconnect=300ms");
      RunPlan there = RunPlan.of(folder.resolve("record").toString(), address);
      try (Snapshot snapshot = take(there)) {
        mortal.kill();
        assertThatThrownBy(snapshot::release).isInstanceOf(TransportException.class);
      }
      mortal.startAgain();
      pusher.disconnect();
      pusher.rpush(KEY, "c");
      try (Snapshot next = take(there)) {
        assertThat(next.isRepeated()).isFalse();
        assertThat(SnapshotReading.bodies(next, 0)).containsExactly("c");
        next.release();
      }
      assertThat(pusher.keys("*:claim:*")).isEmpty();
    }
  }
}
