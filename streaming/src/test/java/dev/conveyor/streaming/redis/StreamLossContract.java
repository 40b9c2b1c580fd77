package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.XTrimParams;

/** The losses of a stream that every Redis tells, exactly or as unknown, and no others. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StreamLossContract {
  private BacklogBench bench;
  private boolean counts;

  abstract LocalRedis redis() throws InterruptedException;

  @BeforeAll
  void start() throws InterruptedException {
    bench = new BacklogBench(redis(), "stream");
    counts = bench.countsEntries();
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @BeforeEach
  void empty() {
    bench.client().flushAll();
    bench.client().sendCommand(Protocol.Command.ACL, "SETUSER", "default", "+@all");
  }

  private void add(int from, int to) {
    addTo(KEY, from, to);
  }

  /** Entries with the IDs {@code number-0}. */
  private void addTo(String key, int from, int to) {
    for (int i = from; i < to; i++) {
      add(key, i + "-0", Integer.toString(i));
    }
  }

  private void add(String key, String id, String body) {
    bench.client().sendCommand(Protocol.Command.XADD, key, id, "body", body);
  }

  private void delete(int from, int to) {
    for (int i = from; i < to; i++) {
      bench.client().xdel(KEY, new StreamEntryID(i + "-0"));
    }
  }

  private void restore(byte[] dump) {
    bench.client().restore(KEY, 0, dump, RestoreParams.restoreParams().replace());
  }

  private long known(long count) {
    return counts ? count : Loss.UNKNOWN;
  }

  /** The first so many entries of the stream, read. */
  private Position readFirst(Backlog backlog, int messages) throws InterruptedException {
    return next(backlog, backlog.start(), messages).to();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 15, 16, 30})
  void tellsOfAStreamThatWasDeletedAndFilledAgain(int entries) throws Exception {
    add(1, 16);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      bench.client().del(KEY);
      add(101, 101 + entries);
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).isEqualTo(Texts.numbers(101, 101 + entries));
      add(201, 211);
      assertThat(ReadOn.from(backlog, anew.end()).assertNoLoss().bodies()).hasSize(10);
    }
  }

  @Test
  void tellsOfOneWhoseCountsAreAsBefore() throws Exception {
    add(1, 16);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      bench.client().del(KEY);
      add(101, 131);
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(20).exactTrimming());
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).isEqualTo(Texts.numbers(111, 131));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,6", "5,13", "8,30", "1,30"})
  void tellsOfOneThatHoldsIdsThatWereRead(int from, int to) throws Exception {
    add(1, 16);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      bench.client().del(KEY);
      add(from, to);
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).isEqualTo(Texts.numbers(11, Math.max(11, to)));
      add(100, 105);
      assertThat(ReadOn.from(backlog, anew.end()).assertNoLoss().bodies()).hasSize(5);
    }
  }

  @Test
  void tellsOfAnotherStreamThatTookItsName() throws Exception {
    add(1, 16);
    addTo("{words}other", 1, 40);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      bench.client().rename("{words}other", KEY);
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).isEqualTo(Texts.numbers(11, 40));
    }
  }

  @Test
  void tellsOfAStreamOfTheSameRunThatTookItsName() throws Exception {
    add(1, 16);
    String other = "{" + KEY + "}other";
    addTo(other, 1, 40);
    BacklogOptions options = BacklogOptions.of("run", 1);
    RedisTransport transport = new RedisTransport();
    try (Backlog backlog = bench.open("run", 1);
        Backlog second =
            transport.openBacklog(Address.parse(bench.redis().stream(other)), options)) {
      Position ten = readFirst(backlog, 10);
      readFirst(second, 30);
      bench.client().rename(other, KEY);
      ReadOn.from(backlog, ten).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void tellsOfAnEarlierStateThatHasGrownSince() throws Exception {
    add(1, 7);
    byte[] dump = bench.client().dump(KEY);
    add(7, 16);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      restore(dump);
      add(101, 131);
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).isEqualTo(Texts.numbers(101, 131));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 12, 40})
  void tellsOfATailThatAReplicaDidNotHave(int to) throws Exception {
    add(1, 6);
    try (Backlog backlog = bench.open("run", 1)) {
      Position five = ReadOn.from(backlog, backlog.start()).end();
      byte[] lagging = bench.client().dump(KEY);
      add(6, 11);
      Position ten = ReadOn.from(backlog, five).end();
      restore(lagging);
      for (int i = 7; i < to; i++) {
        add(KEY, i + "-1", "new " + i);
      }
      ReadOn anew = ReadOn.from(backlog, ten);
      anew.assertLost(Loss.UNKNOWN);
      assertThat(anew.bodies()).hasSize(Math.max(0, to - 10));
      add(50, 55);
      assertThat(ReadOn.from(backlog, anew.end()).assertNoLoss().bodies()).hasSize(5);
    }
  }

  @Test
  void tellsOfAStreamThatWasDeletedBeforeItWasRead() throws Exception {
    add(1, 6);
    try (Backlog backlog = bench.open("run", 1)) {
      Position begin = backlog.start();
      bench.client().del(KEY);
      ReadOn gone = ReadOn.from(backlog, begin);
      gone.assertLost(Loss.UNKNOWN);
      add(1, 4);
      assertThat(ReadOn.from(backlog, gone.end()).assertNoLoss().bodies()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEL", "FLUSHALL", "PEXPIRE"})
  void tellsOfAStreamThatIsGone(String command) throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1)) {
      Position ten = readFirst(backlog, 10);
      switch (command) {
        case "DEL" -> bench.client().del(KEY);
        case "FLUSHALL" -> bench.client().flushAll();
        default -> bench.client().pexpireAt(KEY, 1);
      }
      ReadOn.from(backlog, ten).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void tellsItAtEachStartUntilItIsRecorded() throws Exception {
    add(1, 16);
    Position ten;
    try (Backlog backlog = bench.open("run", 1)) {
      ten = readFirst(backlog, 10);
    }
    bench.client().del(KEY);
    add(101, 131);
    for (int token = 2; token < 5; token++) {
      try (Backlog backlog = bench.open("run", token)) {
        Range lost = next(backlog, ten, 100);
        assertThat(lost.loss().isUnknown()).isTrue();
        assertThat(next(backlog, ten, 100)).isEqualTo(lost);
      }
      add(200 + token, 201 + token);
    }
    try (Backlog backlog = bench.open("run", 5)) {
      ReadOn.from(backlog, ten).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void countsUnreadEntriesThatWereDeletedFromTheMiddle() throws Exception {
    add(1, 21);
    try (Backlog backlog = bench.open("run", 1)) {
      Position five = readFirst(backlog, 5);
      delete(8, 11);
      delete(2, 4);
      ReadOn rest = ReadOn.from(backlog, five);
      if (counts) {
        rest.assertLost(3);
      } else {
        rest.assertNoLoss();
      }
      assertThat(rest.bodies()).hasSize(12);
    }
  }

  @Test
  void tellsOfUnreadEntriesThatWereAllDeleted() throws Exception {
    add(1, 21);
    try (Backlog backlog = bench.open("run", 1)) {
      Position five = readFirst(backlog, 5);
      delete(6, 21);
      ReadOn gone = ReadOn.from(backlog, five);
      gone.assertLost(known(15));
      assertThat(gone.bodies()).isEmpty();
      assertThat(backlog.waiting(gone.end())).isZero();
      add(21, 25);
      assertThat(ReadOn.from(backlog, gone.end()).assertNoLoss().bodies()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void tellsOfUnreadEntriesThatWereTrimmed(int left) throws Exception {
    add(1, 21);
    try (Backlog backlog = bench.open("run", 1)) {
      Position five = readFirst(backlog, 5);
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(left).exactTrimming());
      ReadOn rest = ReadOn.from(backlog, five);
      rest.assertLost(known(15 - left));
      assertThat(rest.bodies()).hasSize(left);
    }
  }

  @Test
  void tellsOfEntriesThatWereTrimmedBeforeTheFirstChoice() throws Exception {
    add(1, 11);
    try (Backlog backlog = bench.open("run", 1);
        Backlog seventh = bench.open("&start=7", BacklogOptions.of("seventh", 1))) {
      Position begin = backlog.start();
      Position middle = seventh.start();
      bench.client().xtrim(KEY, XTrimParams.xTrimParams().maxLen(2).exactTrimming());
      ReadOn.from(backlog, begin).assertLost(known(8));
      ReadOn.from(seventh, middle).assertLost(Loss.UNKNOWN);
    }
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
      admin.forgetRun("run");
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
