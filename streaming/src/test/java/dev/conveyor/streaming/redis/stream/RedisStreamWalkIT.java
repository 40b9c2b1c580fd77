package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.WIDE;
import static dev.conveyor.streaming.redis.BacklogBench.messages;
import static dev.conveyor.streaming.redis.BacklogBench.next;
import static dev.conveyor.streaming.redis.BacklogBench.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Message;
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

/** Ranges that end in the middle of a stream, over many pages, and entries of odd shapes. */
@Timeout(90)
class RedisStreamWalkIT {
  @RegisterExtension static final BacklogBench bench = new BacklogBench("stream");

  private static void add(int from, int to) {
    try (Pipeline pipeline = bench.client().pipelined()) {
      for (int i = from; i < to; i++) {
        pipeline.xadd(KEY, new StreamEntryID(i, 0), Map.of("body", Integer.toString(i)));
      }
    }
  }

  @Test
  void choosesExactlyAsManyAsItMay() throws Exception {
    add(1, 30_001);
    try (Backlog backlog = bench.open("run", 1)) {
      Range first = next(backlog, backlog.start(), 12_345);
      assertThat(first.messages()).isEqualTo(12_345);
      assertThat(first.to().text()).startsWith("12345-0");
      Range second = next(backlog, first.to(), 10_000);
      assertThat(second.messages()).isEqualTo(10_000);
      assertThat(read(backlog, second)).isEqualTo(Texts.numbers(12_346, 22_346));
      Range rest = next(backlog, second.to(), 10_000);
      assertThat(rest.messages()).isEqualTo(7_655);
      assertThat(read(backlog, rest)).isEqualTo(Texts.numbers(22_346, 30_001));
      assertThat(List.of(first.loss(), second.loss(), rest.loss())).containsOnly(Loss.NONE);
      assertThat(backlog.next(rest.to(), WIDE)).isEmpty();
    }
  }

  /** The choice that was not recorded is made again, by another driver too. */
  @Test
  void choosesTheSameAgain() throws Exception {
    add(1, 3_001);
    Range before;
    try (Backlog backlog = bench.open("run", 1)) {
      before = next(backlog, backlog.start(), 2_000);
    }
    try (Backlog backlog = bench.open("run", 2)) {
      assertThat(next(backlog, backlog.parse(before.from().text()), 2_000)).isEqualTo(before);
    }
  }

  @Test
  void countsWhereEntriesWereDeleted() throws Exception {
    add(1, 20_001);
    for (int i = 5; i <= 20_000; i += 1_000) {
      bench.client().xdel(KEY, new StreamEntryID(i, 0));
    }
    try (Backlog backlog = bench.open("run", 1)) {
      Range first = next(backlog, backlog.start(), 11_000);
      assertThat(first.messages()).isEqualTo(11_000);
      assertThat(messages(backlog, first)).hasSize(11_000);
      Range rest = next(backlog, first.to(), 1_000_000);
      assertThat(rest.messages()).isEqualTo(20_000 - 20 - 11_000);
      assertThat(messages(backlog, rest)).hasSize((int) rest.messages());
    }
  }

  @Test
  void boundsTheBytesOfSmallEntries() throws Exception {
    add(1, 20_001); // 9 * 1 + 90 * 2 + 900 * 3 + 9,000 * 4 bytes up to 9,999.
    try (Backlog backlog = bench.open("run", 1)) {
      Range range = backlog.next(backlog.start(), new Bounds(1_000_000, 38_889 + 14)).orElseThrow();
      assertThat(range.messages()).isEqualTo(9_999 + 2);
    }
  }

  /** Other fields are skipped: they neither take the room of the body nor end the connection. */
  @Test
  void readsABodyBehindManyLargeFields() throws Exception {
    String large = "x".repeat(60_000);
    List<String> bodies = new ArrayList<>();
    for (int entry = 1; entry <= 3; entry++) {
      List<String> words = new ArrayList<>(List.of(KEY, entry + "-0"));
      for (int i = 0; i < 150; i++) {
        words.addAll(List.of("field" + i, large));
      }
      bodies.add(Integer.toString(entry).repeat(5_000));
      words.addAll(List.of("body", bodies.get(entry - 1)));
      bench.client().sendCommand(Protocol.Command.XADD, words.toArray(String[]::new));
    }
    BacklogOptions options = BacklogOptions.of("run", 1).withMaxMessage(10_000);
    try (Backlog backlog = bench.open("", options)) {
      Range range = backlog.next(backlog.start(), WIDE).orElseThrow();
      List<Message> read = messages(backlog, range);
      assertThat(read).noneMatch(Message::isDead);
      assertThat(Texts.of(read)).isEqualTo(bodies);
    }
  }
}
