package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.ReadOn;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.params.XTrimParams;

/** The losses of a stream that every Redis tells, exactly or as unknown. */
abstract class StreamLossContract extends OnAStream {
  StreamLossContract(LocalRedis.Server server) {
    super(server);
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
    try (Backlog backlog = bench.open("run", 1);
        Backlog second =
            Replayable.at(Address.parse(bench.redis().stream(other))).openBacklog(options)) {
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
}
