package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

@Tag("spark")
class StreamMapTaskTest {
  private static final int REDUCERS = 3;
  private static final Address WORDS = Address.parse("memory:words?queue");
  private static final Address BELT = Address.parse("memory:belt?queue");
  private static final String TRUFFLE =
      "{\"id\":\"1\",\"type\":\"truffle\",\"made\":\"2026-11-23T10:00:00Z\"}";

  private static StreamPlan plan(ReceiverSettings settings, int preview) {
    List<Job> words = List.of(Jobs.named("word-count"), Jobs.named("vowel-words"));
    return new StreamPlan(
        List.of(
            new Route(List.of(WORDS), words),
            new Route(List.of(BELT), List.of(Jobs.named("chocolate-count")))),
        settings,
        "out",
        preview);
  }

  private static ReceiverSettings settings() {
    return ReceiverSettings.every(Duration.ofSeconds(1));
  }

  private static AddressPartition arrivals(int address, String... bodies) {
    return new AddressPartition(
        address, Stream.of(bodies).map(body -> Message.of("s", body.getBytes(UTF_8))).iterator());
  }

  private static List<Tuple2<Integer, StreamShuffleRecord>> tally(
      StreamPlan plan, AddressPartition... arrivals) {
    List<Tuple2<Integer, StreamShuffleRecord>> pieces = new ArrayList<>();
    new StreamMapTask(plan, REDUCERS)
        .call(List.of(arrivals).iterator())
        .forEachRemaining(pieces::add);
    return pieces;
  }

  private static Map<String, Long> counts(
      List<Tuple2<Integer, StreamShuffleRecord>> pieces, String job) {
    Tally tally = new Tally();
    for (Tuple2<Integer, StreamShuffleRecord> piece : pieces) {
      if (piece._2() instanceof StreamShuffleRecord.Counts counts && counts.job().equals(job)) {
        assertThat(piece._1()).isBetween(0, REDUCERS - 1);
        tally.mergePacked(counts.packedTally());
      }
    }
    Map<String, Long> amounts = new TreeMap<>();
    tally.forEachSorted(
        (key, from, to, amount) -> amounts.put(new String(key, from, to - from, UTF_8), amount));
    return amounts;
  }

  private static PartitionReport report(List<Tuple2<Integer, StreamShuffleRecord>> pieces) {
    List<PartitionReport> reports = new ArrayList<>();
    for (Tuple2<Integer, StreamShuffleRecord> piece : pieces) {
      if (piece._2() instanceof StreamShuffleRecord.Seen seen) {
        assertThat(piece._1()).isEqualTo(REDUCERS);
        reports.add(seen.report());
      }
    }
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  @Test
  void putsEachAddressThroughItsJobs() {
    var pieces =
        tally(
            plan(settings(), 0),
            arrivals(0, "an evening", "breeze", "an"),
            arrivals(1, TRUFFLE, TRUFFLE));
    assertThat(counts(pieces, "word-count"))
        .isEqualTo(Map.of("an", 2L, "evening", 1L, "breeze", 1L));
    assertThat(counts(pieces, "vowel-words")).isEqualTo(Map.of("an", 2L, "evening", 1L));
    assertThat(counts(pieces, "chocolate-count")).isEqualTo(Map.of("truffle", 2L));
    assertThat(report(pieces).messages()).isEqualTo(Map.of(0, 3L, 1, 2L));
    assertThat(report(pieces).dead()).isZero();
  }

  @Test
  void takesQuitForAWordUnlessToldOtherwise() {
    var pieces = tally(plan(settings(), 0), arrivals(0, "quit"));
    assertThat(counts(pieces, "word-count")).isEqualTo(Map.of("quit", 1L));
    assertThat(report(pieces).ended()).isEmpty();
  }

  @Test
  void countsWhatStandsBesideAnEndMarkerButNotTheMarker() {
    var pieces = tally(plan(settings().endingAtMarker(), 0), arrivals(0, "a", "quit", "b"));
    assertThat(counts(pieces, "word-count")).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(report(pieces).ended()).containsExactly(0);
    assertThat(report(pieces).messages()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void sendsWhatAJobCannotReadToTheDeadAndGoesOn() {
    var pieces = tally(plan(settings(), 0), arrivals(1, "no chocolate", TRUFFLE));
    assertThat(counts(pieces, "chocolate-count")).isEqualTo(Map.of("truffle", 1L));
    assertThat(report(pieces).messages()).isEqualTo(Map.of(1, 2L));
    assertThat(report(pieces).dead()).isEqualTo(1);
    assertThat(dead(pieces)).hasSize(1).allMatch(letter -> letter.job().equals("chocolate-count"));
  }

  /** Once among the messages, once for each job that would have taken it. */
  @Test
  void countsADeadMessageOnceAndWritesItForEachJob() {
    Message oversized = Message.dead("words", "beginning".getBytes(UTF_8), "over the limit");
    var pieces = tally(plan(settings(), 0), new AddressPartition(0, List.of(oversized).iterator()));
    assertThat(report(pieces).dead()).isEqualTo(1);
    assertThat(dead(pieces))
        .extracting(StreamShuffleRecord.Dead::job)
        .containsExactly("word-count", "vowel-words");
    assertThat(new String(dead(pieces).get(0).line(), UTF_8))
        .contains("\"reason\":\"over the limit\"", "\"source\":\"words\"");
  }

  private static List<StreamShuffleRecord.Dead> dead(
      List<Tuple2<Integer, StreamShuffleRecord>> pieces) {
    return pieces.stream()
        .filter(piece -> piece._2() instanceof StreamShuffleRecord.Dead)
        .peek(piece -> assertThat(piece._1()).isEqualTo(REDUCERS))
        .map(piece -> (StreamShuffleRecord.Dead) piece._2())
        .toList();
  }

  @Test
  void showsTheFirstBodies() {
    var pieces = tally(plan(settings(), 2), arrivals(0, "x".repeat(5_000), "b", "c"));
    assertThat(report(pieces).samples())
        .extracting(sample -> sample.body().length)
        .containsExactly(1_024, 1);
  }
}
