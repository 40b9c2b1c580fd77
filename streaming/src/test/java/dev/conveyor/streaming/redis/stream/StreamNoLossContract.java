package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.ReadOn;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XTrimParams;

/** Cases that are not a loss of a stream, and runs without their group. */
abstract class StreamNoLossContract extends OnAStream {
  StreamNoLossContract(LocalRedis.Server server) {
    super(server);
  }

  @Test
  void seesNoLossWhereNothingHappens() throws Exception {
    try (Backlog backlog = bench.open("run", 1);
        Backlog latest = bench.open("&start=latest", BacklogOptions.of("latest", 1));
        Backlog later = bench.open("&start=50", BacklogOptions.of("later", 1))) {
      Position one = backlog.start();
      Position two = latest.start();
      Position three = later.start();
      for (int i = 1; i < 100; i += 9) {
        add(i, i + 9);
        one = ReadOn.from(backlog, one).assertNoLoss().end();
        two = ReadOn.from(latest, two).assertNoLoss().end();
        three = ReadOn.from(later, three).assertNoLoss().end();
        assertThat(backlog.next(one, WIDE)).isEmpty();
      }
    }
  }

  @Test
  void seesNoLossWhereTheStreamWasThereBefore() throws Exception {
    add(1, 31);
    delete(5, 9);
    delete(29, 31);
    try (Backlog backlog = bench.open("run", 1);
        Backlog latest = bench.open("&start=latest", BacklogOptions.of("latest", 1));
        Backlog twelfth = bench.open("&start=12", BacklogOptions.of("twelfth", 1));
        Backlog later = bench.open("&start=40", BacklogOptions.of("later", 1))) {
      Position begin = readFirst(backlog, 3);
      assertThat(ReadOn.from(backlog, begin).assertNoLoss().bodies()).hasSize(21);
      Position two = latest.start();
      assertThat(ReadOn.from(twelfth, twelfth.start()).assertNoLoss().bodies()).hasSize(17);
      Position four = later.start();
      assertThat(later.next(four, WIDE)).isEmpty();
      add(31, 51);
      assertThat(ReadOn.from(latest, two).assertNoLoss().bodies()).hasSize(20);
      assertThat(ReadOn.from(later, four).assertNoLoss().bodies()).hasSize(11);
    }
  }

  @Test
  void seesNoLossWhereAllWasDeletedBeforeItBegan() throws Exception {
    add(1, 11);
    delete(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Position end = ReadOn.from(backlog, backlog.start()).assertNoLoss().end();
      add(11, 14);
      assertThat(ReadOn.from(backlog, end).assertNoLoss().bodies()).hasSize(3);
    }
  }

  @Test
  void seesNoLossWhereWhatWasReadIsTrimmedOrDeleted() throws Exception {
    add(1, 31);
    try (Backlog backlog = bench.open("run", 1)) {
      Position twenty = readFirst(backlog, 20);
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(12).exactTrimming());
      delete(19, 20);
      Position end = ReadOn.from(backlog, twenty).assertNoLoss().end();
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(0).exactTrimming());
      assertThat(backlog.next(end, WIDE)).isEmpty();
      bench.client().xgroupCreate(KEY, "others", new StreamEntryID("0-0"), false);
      assertThat(backlog.next(end, WIDE)).isEmpty();
    }
  }

  @Test
  void seesNoLossWhereItTrimsItself() throws Exception {
    add(1, 1_001);
    try (Backlog one = bench.open("&trim", BacklogOptions.of("one", 1));
        Backlog other = bench.open("&trim", BacklogOptions.of("other", 1))) {
      Position here = one.start();
      Position there = other.start();
      for (int i = 0; i < 10; i++) {
        here = step(one, here);
        there = step(other, there);
      }
      assertThat(bench.client().xlen(KEY)).isBetween(1L, 100L);
      add(1_001, 1_011);
      assertThat(ReadOn.from(one, here).assertNoLoss().bodies()).hasSize(10);
      assertThat(ReadOn.from(other, there).assertNoLoss().bodies()).hasSize(10);
    }
  }

  private static Position step(Backlog backlog, Position from) throws InterruptedException {
    Range hundred = next(backlog, from, 100);
    assertThat(hundred.loss()).isEqualTo(Loss.NONE);
    assertThat(read(backlog, hundred)).hasSize(100);
    backlog.release(hundred.to());
    return hundred.to();
  }

  @Test
  void trimsNothingUnreadOfAStreamThatWasMadeAnew() throws Exception {
    add(1_000, 2_000);
    try (Backlog backlog = bench.open("&trim", BacklogOptions.of("run", 1))) {
      Position all = ReadOn.from(backlog, backlog.start()).end();
      backlog.release(all);
      bench.client().del(KEY);
      Position anew = ReadOn.from(backlog, all).end();
      add(1, 1_000);
      Range some = next(backlog, anew, 500);
      backlog.release(some.to());
      assertThat(ReadOn.from(backlog, some.to()).assertNoLoss().bodies()).hasSize(499);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10-0@10", "10-0", "10-0@?"})
  void goesOnFromAPositionOfAnEarlierVersion(String recorded) throws Exception {
    if (!counts && recorded.equals("10-0@10")) {
      return;
    }
    add(1, 16);
    try (Backlog backlog = bench.open("run", 1)) {
      ReadOn rest = ReadOn.from(backlog, backlog.parse(recorded)).assertNoLoss();
      assertThat(rest.bodies()).isEqualTo(Texts.numbers(11, 16));
      bench.client().del(KEY);
      add(101, 131);
      ReadOn.from(backlog, rest.end()).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void leavesNoGroupWhenTheRunIsForgotten() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      readFirst(backlog, 10);
      assertThat(bench.client().xinfoGroups(KEY))
          .singleElement()
          .satisfies(group -> assertThat(group.getName()).startsWith("conveyor:run:"));
    }
    try (QueueAdmin admin = bench.admin()) {
      admin.dropRun("run");
    }
    assertThat(bench.client().xinfoGroups(KEY)).isEmpty();
  }

  @Test
  void readsWhereTheUserMayHaveNoGroup() throws Exception {
    bench.client().sendCommand(Protocol.Command.ACL, "SETUSER", "default", "-xgroup");
    add(1, 21);
    try (Backlog backlog = bench.open("run", 1)) {
      Position five = readFirst(backlog, 5);
      assertThat(five.text()).doesNotContain("#");
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(10).exactTrimming());
      ReadOn rest = ReadOn.from(backlog, five);
      rest.assertLost(known(5));
      bench.client().del(KEY);
      add(101, 131);
      ReadOn.from(backlog, rest.end()).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void keepsAllThroughARestart() throws Exception {
    add(1, 21);
    Position from;
    try (Backlog backlog = bench.open("run", 1)) {
      from = readFirst(backlog, 7);
    }
    for (int token = 2; token < 5; token++) {
      try (Backlog backlog = bench.open("run", token)) {
        Range range = next(backlog, backlog.parse(from.text()), 4);
        assertThat(range.loss()).isEqualTo(Loss.NONE);
        from = range.to();
      }
    }
    assertThat(from.text()).startsWith("19-0");
    assertThat(List.of(from.text().split("#", -1))).hasSize(2);
  }
}
