package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.assertLost;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.BacklogBench;
import dev.conveyor.streaming.redis.RedisExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.KeyValue;

@Timeout(90)
class RedisListBacklogIT {
  private static final int MANY = 10_000;
  @RegisterExtension static final BacklogBench bench = new BacklogBench("list");

  /** Reads and releases until all have done a number of messages. */
  private static List<String> readAll(String rest, String run, AtomicInteger done)
      throws InterruptedException {
    List<String> all = new ArrayList<>();
    try (Backlog backlog = bench.open(rest, BacklogOptions.of(run, 1))) {
      Position from = backlog.start();
      while (done.get() < MANY) {
        Optional<Range> range = backlog.next(from, WIDE);
        if (range.isPresent()) {
          assertThat(range.get().loss()).isEqualTo(Loss.NONE);
          List<String> some = read(backlog, range.get());
          assertThat(some).hasSize((int) range.get().messages());
          all.addAll(some);
          from = range.get().to();
          backlog.release(from);
          done.addAndGet(some.size());
        }
      }
    }
    return all;
  }

  private static Void pushAll() {
    try (Jedis pusher = RedisExtension.client(bench.redis().port())) {
      for (int i = 0; i < MANY; i += 10) {
        pusher.rpush(KEY, Texts.numbers(i, i + 10).toArray(String[]::new));
      }
    }
    return null;
  }

  private static List<String> popAll(AtomicInteger done) {
    List<String> popped = new ArrayList<>();
    try (Jedis popper = RedisExtension.client(bench.redis().port())) {
      while (done.get() < MANY) {
        KeyValue<String, String> pair = popper.blpop(0.05, KEY);
        if (pair != null) {
          popped.add(pair.getValue());
          done.incrementAndGet();
        }
      }
    }
    return popped;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&shared"})
  void sharesAListWithPlainConsumersAndOtherRuns(String rest) throws Exception {
    AtomicInteger done = new AtomicInteger();
    try (InThread<List<String>> popped = InThread.run(() -> popAll(done));
        InThread<List<String>> one = InThread.run(() -> readAll(rest, "one", done));
        InThread<List<String>> other = InThread.run(() -> readAll(rest, "other", done));
        InThread<Void> pushed = InThread.run(RedisListBacklogIT::pushAll)) {
      pushed.result();
      List<String> all = new ArrayList<>(popped.result());
      all.addAll(one.result());
      all.addAll(other.result());
      assertThat(all).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, MANY));
    }
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
  }

  @Test
  void losesAndRepeatsNothingWhileConnectionsAreCut() throws Exception {
    AtomicInteger done = new AtomicInteger();
    try (InThread<List<String>> one = InThread.run(() -> readAll("&shared", "one", done))) {
      await().until(() -> bench.client().exists("{words}:run:one"));
      int cuts = 0;
      for (int i = 0; i < MANY; i += 500) {
        bench.pushNumbers(i, i + 500);
        RedisListChaosIT.cutAllConnections(bench.client());
        cuts++;
      }
      await().atMost(Duration.ofSeconds(60)).until(one::isDone);
      assertThat(one.result()).isEqualTo(Texts.numbers(0, MANY));
      assertThat(cuts).isGreaterThan(5);
    }
  }

  @Test
  void claimsAllAtOnceOrInPortionsWhereTheListIsShared() throws Exception {
    bench.pushNumbers(0, 25_000);
    try (Backlog backlog = bench.open("&shared", BacklogOptions.of("small", 1))) {
      assertThat(next(backlog, backlog.start(), 1_000_000).messages()).isEqualTo(10_000);
      assertThat(bench.client().llen(KEY)).isEqualTo(15_000);
    }
    try (Backlog backlog = bench.open("whole", 1)) {
      assertThat(next(backlog, backlog.start(), 10).messages()).isEqualTo(10);
      assertThat(bench.client().exists(KEY)).isFalse();
      assertThat(bench.client().llen("{words}:claim:whole:1")).isEqualTo(15_000);
    }
  }

  @Test
  void goesByTheMeanSizeWhereMeasuringTakesLong() throws Exception {
    bench.pushNumbers(10_000, 30_000);
    try (Backlog backlog = bench.open("run", 1)) {
      Position from = backlog.start();
      List<String> all = new ArrayList<>();
      while (all.size() < 20_000) {
        Range range = backlog.next(from, new Bounds(1_000_000, 50_000)).orElseThrow();
        List<String> some = read(backlog, range);
        assertThat(some).hasSizeLessThanOrEqualTo(10_000);
        all.addAll(some);
        from = range.to();
      }
      assertThat(all).isEqualTo(Texts.numbers(10_000, 30_000));
    }
  }

  @Test
  void keepsAClaimThatWasToExpireWithItsList() throws Exception {
    bench.push("a");
    bench.client().expire(KEY, 100);
    try (Backlog backlog = bench.open("run", 1)) {
      next(backlog, backlog.start(), 10);
      assertThat(bench.client().ttl("{words}:claim:run:1")).isEqualTo(-1);
    }
  }

  @Test
  void freesWhatIsReleasedAndNothingElse() throws Exception {
    bench.pushNumbers(0, 10);
    try (Backlog backlog = bench.open("run", 1)) {
      Range half = next(backlog, backlog.start(), 5);
      Range rest = next(backlog, half.to(), 5);
      bench.push("more");
      Range more = next(backlog, rest.to(), 5);
      backlog.release(half.to());
      assertThat(read(backlog, half)).isEqualTo(Texts.numbers(0, 5));
      backlog.release(rest.to());
      assertThat(read(backlog, rest)).isEmpty();
      assertThat(read(backlog, more)).containsExactly("more");
      backlog.release(more.to());
      backlog.release(half.to());
      assertThat(backlog.next(more.to(), WIDE)).isEmpty();
    }
    assertThat(bench.client().keys("*"))
        .containsExactlyInAnyOrder("{words}:run:run", "{words}:runs");
  }

  @Test
  void countsWhatWentWithADeletedClaimOnce() throws Exception {
    bench.pushNumbers(0, 100);
    try (Backlog backlog = bench.open("run", 1)) {
      Range some = next(backlog, backlog.start(), 40);
      bench.client().del("{words}:claim:run:1");
      assertThat(read(backlog, some)).isEmpty();
      Range lost = next(backlog, some.to(), 40);
      assertLost(lost, 60);
      assertThat(next(backlog, some.to(), 40)).isEqualTo(lost);
      assertThat(backlog.slices(lost, 4)).isEmpty();
      assertThat(backlog.next(lost.to(), WIDE)).isEmpty();
      bench.push("new");
      assertThat(read(backlog, next(backlog, lost.to(), 40))).containsExactly("new");
    }
  }

  @Test
  void tellsOfARedisThatForgotAndGoesOnWithAFreeNumber() throws Exception {
    bench.pushNumbers(0, 100);
    Range lost;
    try (Backlog backlog = bench.open("run", 1)) {
      Range some = next(backlog, backlog.start(), 100);
      bench.client().flushAll();
      bench.push("new");
      lost = next(backlog, some.to(), 40);
      assertLost(lost, Loss.UNKNOWN);
      assertThat(next(backlog, some.to(), 40)).isEqualTo(lost);
    }
    try (Backlog backlog = bench.open("run", 2)) {
      Range fresh = next(backlog, backlog.parse(lost.to().text()), 40);
      assertThat(fresh.loss()).isEqualTo(Loss.NONE);
      assertThat(read(backlog, fresh)).containsExactly("new");
      backlog.release(fresh.to());
      assertThat(backlog.next(fresh.to(), WIDE)).isEmpty();
    }
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
  }

  @Test
  void tellsOfAnUnrecordedClaimThatVanished() throws Exception {
    bench.push("a");
    try (Backlog backlog = bench.open("run", 1)) {
      next(backlog, backlog.start(), 1);
      bench.client().del("{words}:claim:run:1");
      bench.push("b");
      Range lost = next(backlog, backlog.start(), 1);
      assertLost(lost, Loss.UNKNOWN);
      assertThat(read(backlog, next(backlog, lost.to(), 1))).containsExactly("b");
    }
  }

  @Test
  void readsLargeBodiesInOrderAndHugeOnesDead() throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      bodies.add(Integer.toString(i).repeat(i == 3 ? 5 << 20 : 3 << 20));
    }
    bodies.forEach(bench::push);
    BacklogOptions options = BacklogOptions.of("run", 1).withMaxMessage(4 << 20);
    try (Backlog backlog = bench.open("", options)) {
      Range range = backlog.next(backlog.start(), WIDE).orElseThrow();
      List<Message> all = new ArrayList<>();
      Slice slice = backlog.slices(range, 1).get(0);
      try (SliceReader reader = slice.open()) {
        for (MessagePage page = reader.read(); !page.isEmpty(); page = reader.read()) {
          page.forEach(all::add);
        }
      }
      assertThat(all).hasSize(6);
      assertThat(all.get(3).deathReason()).contains("5242880 bytes");
      for (int i : new int[] {0, 1, 2, 4, 5}) {
        assertThat(new String(all.get(i).body(), UTF_8)).isEqualTo(bodies.get(i));
      }
    }
  }
}
