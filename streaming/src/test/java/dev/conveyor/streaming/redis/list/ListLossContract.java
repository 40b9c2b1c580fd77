package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.BacklogBench;
import dev.conveyor.streaming.redis.ReadOn;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of claims that Redis has lost, and of a list that was restored to an earlier state. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ListLossContract {
  private static final String RUN = "{" + KEY + "}:run:run";

  @RegisterExtension final BacklogBench bench;

  ListLossContract(LocalRedis.Server server) {
    bench = new BacklogBench("list", server);
  }

  /** Returns the parameters that are added to the address. */
  abstract String rest();

  private Backlog open(long token) throws InterruptedException {
    return bench.open(rest(), BacklogOptions.of("run", token));
  }

  private static String claim(int number) {
    return "{" + KEY + "}:claim:run:" + number;
  }

  /** All that Redis holds; {@link #restore} puts it back, as a snapshot or a replica does. */
  private Map<String, byte[]> state() {
    Map<String, byte[]> dumps = new HashMap<>();
    bench.client().keys("*").forEach(key -> dumps.put(key, bench.client().dump(key)));
    return dumps;
  }

  private void restore(Map<String, byte[]> state) {
    bench.client().flushAll();
    state.forEach((key, dump) -> bench.client().restore(key, 0, dump));
  }

  private Position readOn(Backlog backlog, Position from) throws InterruptedException {
    ReadOn some = ReadOn.from(backlog, from).assertNoLoss();
    backlog.release(some.end());
    return some.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void saysThatMessagesOfAnEarlierStateAreCountedTwice(int batches) throws Exception {
    try (Backlog backlog = open(1)) {
      Position end = backlog.start();
      bench.pushNumbers(0, 10);
      end = readOn(backlog, end);
      bench.pushNumbers(10, 20);
      Map<String, byte[]> earlier = state();
      for (int i = 0; i < batches; i++) {
        end = readOn(backlog, end);
        bench.pushNumbers(20 + i, 21 + i);
      }
      end = readOn(backlog, end);
      restore(earlier);
      ReadOn again = ReadOn.from(backlog, end);
      again.assertCountedTwice();
      assertThat(again.bodies()).isEqualTo(Texts.numbers(10, 20));
      bench.push("new");
      assertThat(ReadOn.from(backlog, again.end()).assertNoLoss().bodies()).containsExactly("new");
      backlog.release(again.end());
    }
    assertThat(bench.client().exists(claim(1))).isFalse();
  }

  @Test
  void saysSoOfAStateBeforeTheRunBegan() throws Exception {
    bench.pushNumbers(0, 10);
    Map<String, byte[]> earlier = state();
    Position end;
    try (Backlog backlog = open(1)) {
      end = readOn(backlog, backlog.start());
    }
    restore(earlier);
    for (int token = 2; token < 4; token++) {
      try (Backlog backlog = open(token)) {
        Range lost = next(backlog, end, 100);
        assertThat(lost.loss().countedTwice()).isEqualTo(Loss.UNKNOWN);
        assertThat(next(backlog, end, 100)).isEqualTo(lost);
      }
    }
    try (Backlog backlog = open(4)) {
      ReadOn.from(backlog, end).assertCountedTwice();
    }
  }

  @Test
  void saysNothingOfCountingTwiceWhereNothingWaits() throws Exception {
    bench.pushNumbers(0, 10);
    try (Backlog backlog = open(1)) {
      Position end = readOn(backlog, backlog.start());
      bench.client().flushAll();
      ReadOn.from(backlog, end).assertLost(Loss.UNKNOWN);
    }
  }

  @Test
  void tellsOfAStateBeforeTheLatestChoice() throws Exception {
    bench.pushNumbers(0, 100);
    Position sixty;
    try (Backlog backlog = open(1)) {
      Position thirty = next(backlog, backlog.start(), 30).to();
      Map<String, byte[]> earlier = state();
      sixty = next(backlog, thirty, 30).to();
      if (!rest().isEmpty()) {
        return; // A shared list has moved on to the next claim.
      }
      restore(earlier);
    }
    for (int token = 2; token < 4; token++) {
      try (Backlog backlog = open(token)) {
        Range rest = next(backlog, sixty, 30);
        assertThat(rest.loss().isUnknown()).isTrue();
        assertThat(read(backlog, rest)).isEqualTo(Texts.numbers(60, 90));
      }
    }
    try (Backlog backlog = open(4)) {
      ReadOn rest = ReadOn.from(backlog, sixty);
      rest.assertLost(Loss.UNKNOWN);
      assertThat(rest.bodies()).isEqualTo(Texts.numbers(60, 100));
      bench.push("new");
      assertThat(ReadOn.from(backlog, rest.end()).assertNoLoss().bodies()).containsExactly("new");
    }
  }

  @Test
  void readsWhatIsClaimedWhereTheRunItselfWasDeleted() throws Exception {
    bench.pushNumbers(0, 10);
    try (Backlog backlog = open(1)) {
      Position five = next(backlog, backlog.start(), 5).to();
      bench.client().del(RUN);
      ReadOn rest = ReadOn.from(backlog, five);
      assertThat(rest.losses()).extracting(Loss::messages).containsExactly(Loss.UNKNOWN);
      assertThat(rest.bodies()).isEqualTo(Texts.numbers(5, 10));
      bench.push("new");
      assertThat(ReadOn.from(backlog, rest.end()).assertNoLoss().bodies()).containsExactly("new");
    }
  }

  @Test
  void tellsOfARedisThatForgotBeforeAnythingWasChosen() throws Exception {
    try (Backlog backlog = open(1)) {
      Position begin = backlog.start();
      bench.pushNumbers(0, 10);
      bench.client().flushAll();
      ReadOn gone = ReadOn.from(backlog, begin);
      gone.assertLost(Loss.UNKNOWN);
      bench.push("new");
      assertThat(ReadOn.from(backlog, gone.end()).assertNoLoss().bodies()).containsExactly("new");
    }
  }

  @Test
  void countsWhatAClaimWasShortenedBy() throws Exception {
    bench.pushNumbers(0, 20);
    try (Backlog backlog = open(1)) {
      Range all = next(backlog, backlog.start(), 20);
      bench.client().ltrim(claim(1), 0, 14);
      assertThat(read(backlog, all)).isEqualTo(Texts.numbers(0, 15));
      assertThat(Loss.since(all.messages(), 15)).extracting(Loss::messages).isEqualTo(5L);
      assertThat(backlog.next(all.to(), WIDE)).isEmpty();
    }
  }

  @Test
  void countsWhatAClaimWasShortenedByBeforeItWasChosen() throws Exception {
    bench.pushNumbers(0, 20);
    try (Backlog backlog = open(1)) {
      int first = rest().isEmpty() ? 5 : 20;
      Position five = next(backlog, backlog.start(), first).to();
      if (first == 5) {
        bench.client().ltrim(claim(1), 0, 14);
        ReadOn rest = ReadOn.from(backlog, five);
        rest.assertLost(5);
        assertThat(rest.bodies()).isEqualTo(Texts.numbers(5, 15));
      }
    }
  }

  @Test
  void seesNoLossInARunOfAnEarlierVersion() throws Exception {
    bench.pushNumbers(0, 10);
    try (Backlog backlog = open(1)) {
      Position end = readOn(backlog, backlog.parse("0:0"));
      bench.client().hdel(RUN, "chosen");
      bench.pushNumbers(10, 20);
      backlog.close();
      try (Backlog later = open(2)) {
        assertThat(ReadOn.from(later, end).assertNoLoss().bodies()).hasSize(10);
      }
    }
  }

  @Test
  void seesNoLossThroughRestartsAndRepeatedChoices() throws Exception {
    Position from = null;
    for (int token = 1; token < 8; token++) {
      bench.pushNumbers(token * 10, token * 10 + 10);
      try (Backlog backlog = open(token)) {
        from = from == null ? backlog.start() : backlog.parse(from.text());
        Range three = next(backlog, from, 3);
        assertThat(next(backlog, from, 3)).isEqualTo(three);
        assertThat(three.loss()).isEqualTo(Loss.NONE);
        Range four = next(backlog, three.to(), 4);
        assertThat(four.loss()).isEqualTo(Loss.NONE);
        backlog.release(three.to());
        from = token % 2 == 0 ? three.to() : four.to();
      }
    }
    try (Backlog backlog = open(8)) {
      ReadOn.from(backlog, from).assertNoLoss();
    }
  }
}
