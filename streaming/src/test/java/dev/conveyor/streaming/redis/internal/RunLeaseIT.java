package dev.conveyor.streaming.redis.internal;

import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.BacklogBench;
import dev.conveyor.streaming.redis.DriverProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who drives a run, and what becomes of one whose driver is gone. */
@Timeout(90)
class RunLeaseIT {
  private static final Duration SHORT = Duration.ofMillis(700);

  /** Another driver waits until it sees a renewal, which comes three times a lease. */
  private static final Duration COMPETED_FOR = Duration.ofSeconds(6);

  @RegisterExtension static final BacklogBench bench = new BacklogBench("list");

  private static Backlog open(long token) throws InterruptedException {
    return open(token, SHORT);
  }

  private static Backlog open(long token, Duration lease) throws InterruptedException {
    return bench.open("", BacklogOptions.of("run", token).withLease(lease));
  }

  private static void awaitRunOutLease() {
    await()
        .until(
            () ->
                Long.parseLong(bench.client().hget("{words}:run:run", "lease"))
                    < Long.parseLong(bench.client().time().get(0)) * 1_000);
  }

  /** Writes the time of a clock of Redis that was an hour ahead. */
  private static void setTheClockBack() {
    long end = Long.parseLong(bench.client().hget("{words}:run:run", "lease"));
    bench.client().hset("{words}:run:run", "lease", Long.toString(end + 3_600_000));
  }

  private static void killADriver(Duration lease) throws Exception {
    try (DriverProcess dead = new DriverProcess(bench.address(""), lease)) {
      assertThat(dead.ask("ensureHeld")).isEqualTo("done");
      dead.signal("KILL");
    }
  }

  @Test
  void waitsForOneLeaseOnlyWhenTheClockOfRedisWasSetBack() throws Exception {
    killADriver(SHORT);
    setTheClockBack();
    open(2).close();
  }

  @Test
  void forgetsARunOneLeaseAfterTheClockOfRedisWasSetBack() throws Exception {
    Duration lease = Duration.ofSeconds(3);
    killADriver(lease);
    setTheClockBack();
    try (QueueAdmin admin = bench.admin()) {
      assertThat(admin.runs().get(0).leaseLeft()).isLessThanOrEqualTo(lease);
      assertThatThrownBy(() -> admin.dropRun("run")).hasMessageContaining("alive");
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(TransportException.class)
          .until(() -> admin.dropRun("run") >= 0);
    }
  }

  @Test
  void refusesASecondDriverWhileTheFirstIsAliveAndTheClockWasSetBack() throws Exception {
    try (Backlog first = open(1, COMPETED_FOR)) {
      setTheClockBack();
      assertThatThrownBy(() -> open(2).close()).hasMessageContaining("which is alive");
      first.ensureHeld();
    }
  }

  @Test
  void refusesASecondDriverWhileTheFirstIsAlive() throws Exception {
    try (Backlog first = open(1, COMPETED_FOR)) {
      assertThatThrownBy(() -> open(2).close())
          .isInstanceOf(TransportException.class)
          .isNotInstanceOf(FencedException.class)
          .hasMessageContainingAll(
              "cannot read from " + first.address(),
              "run run has another driver, which is alive (process "
                  + ProcessHandle.current().pid(),
              "; stop that one");
      first.ensureHeld();
    }
    open(2).close();
  }

  @Test
  void holdsARunForLongerThanItsLease() throws Exception {
    try (Backlog backlog = open(1)) {
      await().during(SHORT.multipliedBy(2)).until(() -> holds(backlog));
    }
  }

  private static boolean holds(Backlog backlog) throws InterruptedException {
    backlog.ensureHeld();
    return true;
  }

  @Test
  void fencesOffAFrozenDriverThatWasTakenOver() throws Exception {
    bench.pushNumbers(0, 20);
    try (DriverProcess frozen = new DriverProcess(bench.address(""), SHORT)) {
      assertThat(frozen.ask("next 0:0")).isEqualTo("1:10");
      frozen.signal("STOP");
      try (Backlog backlog = open(2)) {
        Range again = next(backlog, backlog.start(), 10);
        assertThat(read(backlog, again)).isEqualTo(Texts.numbers(0, 10));
        Map<String, String> before = bench.client().hgetAll("{words}:run:run");
        frozen.signal("CONT");
        assertThat(frozen.ask("ensure")).isEqualTo("FencedException");
        assertThat(frozen.ask("release 1:20")).isEqualTo("FencedException");
        assertThat(frozen.ask("next 1:20")).isEqualTo("FencedException");
        assertThat(bench.client().hgetAll("{words}:run:run"))
            .containsEntry("token", before.get("token"))
            .containsEntry("claims", before.get("claims"))
            .containsEntry("opening", before.get("opening"));
        assertThat(bench.client().llen("{words}:claim:run:1")).isEqualTo(20);
        backlog.ensureHeld();
      }
    }
  }

  @Test
  void goesOnAfterAFreezeIfNobodyTookOver() throws Exception {
    bench.push("a");
    try (DriverProcess frozen = new DriverProcess(bench.address(""), SHORT)) {
      assertThat(frozen.ask("ensure")).isEqualTo("done");
      frozen.signal("STOP");
      awaitRunOutLease();
      frozen.signal("CONT");
      assertThat(frozen.ask("ensure")).isEqualTo("done");
      assertThat(frozen.ask("next 0:0")).isEqualTo("1:1");
    }
  }

  @Test
  void waitsForTheLeaseOfAKilledDriver() throws Exception {
    try (DriverProcess killed = new DriverProcess(bench.address(""), SHORT)) {
      assertThat(killed.ask("ensure")).isEqualTo("done");
      killed.signal("KILL");
      open(2).close();
    }
  }

  @Test
  void endsItsThread() throws Exception {
    Set<Thread> before = InThread.alive();
    try (Backlog backlog = open(1)) {
      backlog.ensureHeld();
    }
    await().until(() -> before.containsAll(InThread.alive()));
  }

  @Test
  void returnsNothingForADriverThatIsFenced() throws Exception {
    bench.push("a", "b");
    try (Backlog first = open(1)) {
      next(first, first.start(), 2);
    }
    open(2).close();
    try (QueueAdmin admin = bench.admin()) {
      assertThatThrownBy(() -> admin.dropRun("run", 1)).isInstanceOf(FencedException.class);
      assertThat(bench.client().lrange("words", 0, -1)).isEmpty();
      assertThat(admin.dropRun("run", 2)).isEqualTo(2);
      assertThat(admin.dropRun("run", 2)).isZero();
      assertThatThrownBy(() -> admin.dropRun("run", 1)).isInstanceOf(FencedException.class);
      assertThat(admin.runs()).isEmpty();
    }
    assertThat(bench.client().lrange("words", 0, -1)).containsExactly("a", "b");
  }

  @Test
  void isNotHinderedByItsOwnLeaseWhenItForgets() throws Exception {
    bench.push("a", "b");
    try (Backlog backlog = open(1);
        QueueAdmin admin = bench.admin()) {
      next(backlog, backlog.start(), 2);
      assertThat(admin.dropRun("run", 1)).isEqualTo(2);
      assertThatThrownBy(() -> next(backlog, backlog.start(), 2))
          .isInstanceOf(FencedException.class);
    }
    assertThat(bench.client().lrange("words", 0, -1)).containsExactly("a", "b");
  }

  @Test
  void givesBackWhatAnAbandonedRunHasClaimed() throws Exception {
    bench.pushNumbers(0, 12_000);
    Position from;
    try (Backlog backlog = open(1, Duration.ofMinutes(1));
        QueueAdmin admin = bench.admin()) {
      Range some = next(backlog, backlog.start(), 1_000);
      backlog.release(some.to());
      from = some.to();
      bench.push("tail");
      assertThat(admin.runs()).hasSize(1);
      assertThat(admin.runs().get(0).isAbandoned()).isFalse();
      assertThat(admin.runs().get(0).claimed()).isEqualTo(11_000);
      assertThat(admin.counts().claimed()).isEqualTo(11_000);
      assertThatThrownBy(() -> admin.dropRun("run"))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("its driver is alive");
      assertThatThrownBy(() -> admin.dropRun("other")).hasMessageContaining("it is unknown");
    }
    try (QueueAdmin admin = bench.admin()) {
      assertThat(admin.runs())
          .containsExactly(new QueueAdmin.Run("run", 11_000, Duration.ZERO, Optional.empty()));
      assertThat(admin.dropRun("run")).isEqualTo(11_000);
      assertThat(admin.runs()).isEmpty();
    }
    List<String> back = bench.client().lrange("words", 0, -1);
    assertThat(back.subList(0, 11_000)).isEqualTo(Texts.numbers(1_000, 12_000));
    assertThat(back).hasSize(11_001).endsWith("tail");
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
    assertThatThrownBy(() -> open(1).close()).isInstanceOf(FencedException.class);
    assertThat(from.text()).isEqualTo("1:1000");
  }

  @Test
  void keepsClaimsThroughAKilledRedis(@TempDir Path folder) throws Exception {
    List<String> durable =
        List.of("--dir", folder.toString(), "--appendonly", "yes", "--appendfsync", "always");
    String to;
    try (BacklogBench first = new BacklogBench("list", LocalRedis.start(() -> durable))) {
      first.pushNumbers(0, 100);
      Backlog backlog = first.open("", BacklogOptions.of("run", 1).withLease(SHORT));
      Range some = next(backlog, backlog.start(), 60);
      backlog.release(next(backlog, backlog.start(), 20).to());
      to = some.to().text();
      first.redis().kill();
      backlog.close();
    }
    try (BacklogBench second = new BacklogBench("list", LocalRedis.start(() -> durable));
        Backlog backlog = second.open("", BacklogOptions.of("run", 2).withLease(SHORT))) {
      Position from = backlog.parse("1:20");
      Range again = Range.of(from, backlog.parse(to), 40);
      assertThat(read(backlog, again)).isEqualTo(Texts.numbers(20, 60));
      assertThat(read(backlog, next(backlog, again.to(), 100))).isEqualTo(Texts.numbers(60, 100));
      backlog.release(backlog.parse("1:100"));
      assertThat(backlog.next(backlog.parse("1:100"), WIDE)).isEmpty();
    }
  }
}
