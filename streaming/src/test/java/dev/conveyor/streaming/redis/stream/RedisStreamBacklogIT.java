package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.assertLost;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.BacklogBench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XTrimParams;

@Timeout(90)
class RedisStreamBacklogIT {
  @RegisterExtension static final BacklogBench bench = new BacklogBench("stream");

  /** Entries with the IDs {@code number-0}. */
  private static void add(int from, int to) {
    for (int i = from; i < to; i++) {
      add(i + "-0", Integer.toString(i));
    }
  }

  private static void add(String id, String body) {
    // Jedis takes sequence numbers for signed.
    bench.client().sendCommand(Protocol.Command.XADD, KEY, id, "body", body);
  }

  private static void trimBelow(String id) {
    bench.client().xtrim(KEY, XTrimParams.xTrimParams().minId(id));
  }

  private static long known(long count) {
    return bench.countsEntries() ? count : Loss.UNKNOWN;
  }

  @Test
  void countsWhatWasTrimmedBeforeItWasChosen() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Range three = next(backlog, backlog.start(), 3);
      trimBelow("8-0");
      Range rest = next(backlog, three.to(), 100);
      assertThat(rest.loss().messages()).isEqualTo(known(4));
      assertThat(rest.messages()).isEqualTo(3);
      assertThat(read(backlog, rest)).containsExactly("8", "9", "10");
      assertThat(backlog.next(rest.to(), WIDE)).isEmpty();
      add(11, 13);
      trimBelow("13");
      Range gone = next(backlog, rest.to(), 100);
      assertLost(gone, known(2));
      assertThat(backlog.next(gone.to(), WIDE)).isEmpty();
    }
  }

  @Test
  void holdsFewerWhereEntriesWentAfterTheyWereChosen() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Range all = next(backlog, backlog.start(), 100);
      trimBelow("6-0");
      assertThat(all.messages()).isEqualTo(10);
      assertThat(read(backlog, all)).isEqualTo(Texts.numbers(6, 11));
      assertThat(backlog.next(all.to(), WIDE)).isEmpty();
    }
  }

  @Test
  void countsExactlyAroundDeletedEntries() throws Exception {
    add(1, 21);
    bench.client().xdel(KEY, new StreamEntryID("7-0"), new StreamEntryID("20-0"));
    try (Backlog backlog = bench.open("run", 1)) {
      Range five = next(backlog, backlog.start(), 5);
      bench.client().xdel(KEY, new StreamEntryID("3-0"), new StreamEntryID("9-0"));
      assertThat(backlog.waiting(five.to())).isEqualTo(12);
      Range rest = next(backlog, five.to(), 100);
      assertThat(rest.messages()).isEqualTo(12);
      assertThat(rest.loss().messages()).isEqualTo(bench.countsEntries() ? 1 : 0);
      assertThat(read(backlog, rest)).hasSize(12).doesNotContain("7", "9", "20");
      assertThat(backlog.next(rest.to(), WIDE)).isEmpty();
      add(21, 24);
      assertThat(next(backlog, rest.to(), 100).messages()).isEqualTo(3);
    }
  }

  @Test
  void tellsOnceOfAStreamThatWasDeletedAndReadsTheNewOne() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Range all = next(backlog, backlog.start(), 100);
      bench.client().del(KEY);
      Range lost = next(backlog, all.to(), 100);
      assertLost(lost, Loss.UNKNOWN);
      assertThat(next(backlog, all.to(), 100)).isEqualTo(lost);
      assertThat(backlog.next(lost.to(), WIDE)).isEmpty();
      add(5, 8);
      Range anew = next(backlog, lost.to(), 100);
      assertThat(anew.loss()).isEqualTo(Loss.NONE);
      assertThat(read(backlog, anew)).isEqualTo(Texts.numbers(5, 8));
    }
  }

  @Test
  void tellsOnceOfAStreamThatWasMadeAnew() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Range all = next(backlog, backlog.start(), 100);
      bench.client().del(KEY);
      add(20, 24);
      List<String> seen = new ArrayList<>();
      int losses = 0;
      for (var range = backlog.next(all.to(), WIDE);
          range.isPresent();
          range = backlog.next(range.get().to(), WIDE)) {
        losses += range.get().loss().isUnknown() ? 1 : 0;
        seen.addAll(read(backlog, range.get()));
      }
      assertThat(losses).isEqualTo(1);
      assertThat(seen).isEqualTo(Texts.numbers(20, 24));
    }
  }

  @Test
  void beginsWhereTheAddressSays() throws Exception {
    add(1, 11);
    BacklogOptions options = BacklogOptions.of("latest", 1);
    try (Backlog latest = bench.open("&start=latest", options);
        Backlog seventh = bench.open("&start=7", BacklogOptions.of("seventh", 1));
        Backlog later = bench.open("&start=12", BacklogOptions.of("later", 1))) {
      Range rest = next(seventh, seventh.start(), 100);
      assertThat(read(seventh, rest)).isEqualTo(Texts.numbers(7, 11));
      assertThat(rest.loss()).isEqualTo(Loss.NONE);
      assertThat(latest.next(latest.start(), WIDE)).isEmpty();
      assertThat(later.next(later.start(), WIDE)).isEmpty();
      var end = latest.start();
      add(11, 14);
      assertThat(read(latest, next(latest, end, 100))).isEqualTo(Texts.numbers(11, 14));
      assertThat(read(later, next(later, later.start(), 100))).isEqualTo(Texts.numbers(12, 14));
    }
  }

  @Test
  void trimsOnlyWhatAllRunsHaveReleased() throws Exception {
    try (Pipeline pipeline = bench.client().pipelined()) {
      for (int i = 1; i <= 2_000; i++) {
        pipeline.xadd(KEY, XAddParams.xAddParams().id(i + "-0"), Map.of("body", "b"));
      }
    }
    try (Backlog fast = bench.open("&trim", BacklogOptions.of("fast", 1));
        Backlog slow = bench.open("&trim", BacklogOptions.of("slow", 1));
        QueueAdmin admin = bench.admin()) {
      Range all = next(fast, fast.start(), 2_000);
      fast.release(all.to());
      assertThat(bench.client().xlen(KEY)).isEqualTo(2_000);
      Range half = next(slow, slow.start(), 1_000);
      slow.release(half.to());
      assertThat(bench.client().xlen(KEY)).isBetween(1_001L, 1_100L);
      assertThat(next(slow, half.to(), 2_000).loss()).isEqualTo(Loss.NONE);
      assertThat(admin.runs()).extracting(QueueAdmin.Run::name).containsExactly("fast", "slow");
      assertThat(admin.runs().get(0).claimed()).isZero();
      assertThat(admin.runs().get(1).claimed()).isEqualTo(known(1_000));
      slow.close();
      assertThat(admin.dropRun("slow")).isZero();
      fast.release(all.to());
      assertThat(bench.client().xlen(KEY)).isBetween(1L, 100L);
      assertThat(fast.next(all.to(), WIDE)).isEmpty();
    }
  }

  @Test
  void cutsOneMillisecondBySequenceNumbers() throws Exception {
    List<String> ids = new ArrayList<>();
    for (long i = 0; i < 8; i++) {
      ids.add("5-" + Long.toUnsignedString(-1 - (8 - i) * 1_000_000));
    }
    ids.add("5-18446744073709551615");
    ids.forEach(id -> add(id, id));
    try (Backlog backlog = bench.open("run", 1)) {
      Range all = next(backlog, backlog.start(), 100);
      assertThat(backlog.slices(all, 4)).hasSize(4);
      assertThat(BacklogBench.messages(backlog, all)).extracting(Message::id).isEqualTo(ids);
    }
  }

  @Test
  void keepsToItsBoundsInALongStream() throws Exception {
    try (Pipeline pipeline = bench.client().pipelined()) {
      for (int i = 1; i <= 20_000; i++) {
        pipeline.xadd(KEY, XAddParams.xAddParams().id("1-" + i), Map.of("body", "12345678"));
      }
    }
    try (Backlog backlog = bench.open("run", 1)) {
      var from = backlog.start();
      List<Long> sizes = new ArrayList<>();
      for (var range = backlog.next(from, new Bounds(9_000, 8 * 7_000));
          range.isPresent();
          range = backlog.next(from, new Bounds(9_000, 8 * 7_000))) {
        sizes.add(range.get().messages());
        assertThat(read(backlog, range.get())).hasSize((int) range.get().messages());
        from = range.get().to();
      }
      assertThat(sizes).containsExactly(7_000L, 7_000L, 6_000L);
    }
  }
}
