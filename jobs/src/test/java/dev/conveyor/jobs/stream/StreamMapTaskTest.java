package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.merge.SortedSumsProbe;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
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
  private static final List<String> JOBS = List.of("word-count", "vowel-words", "chocolate-count");
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
    Stream<Message> messages = Stream.of(bodies).map(body -> Message.of("s", body.getBytes(UTF_8)));
    return new AddressPartition(address, MessagePage.each(messages.iterator()));
  }

  private static List<Tuple2<ShuffleKey, byte[]>> tally(
      StreamPlan plan, AddressPartition... arrivals) {
    List<Tuple2<ShuffleKey, byte[]>> shuffled = new ArrayList<>();
    new StreamMapTask(plan, REDUCERS)
        .call(List.of(arrivals).iterator())
        .forEachRemaining(shuffled::add);
    return shuffled;
  }

  private static Map<String, Long> counts(List<Tuple2<ShuffleKey, byte[]>> shuffled, String job) {
    Map<String, Long> amounts = new TreeMap<>();
    for (Tuple2<ShuffleKey, byte[]> one : shuffled) {
      if (one._1().kind() == Kind.COUNTS && JOBS.get(one._1().job()).equals(job)) {
        assertThat(one._1().partition()).isBetween(0, REDUCERS - 1);
        SortedSumsProbe.amounts(one._2())
            .forEach((key, more) -> amounts.merge(key, more, Long::sum));
      }
    }
    return amounts;
  }

  private static PartitionReport report(List<Tuple2<ShuffleKey, byte[]>> shuffled) {
    List<PartitionReport> reports = new ArrayList<>();
    for (Tuple2<ShuffleKey, byte[]> one : shuffled) {
      if (one._1().kind() == Kind.REPORT) {
        assertThat(one._1().partition()).isEqualTo(REDUCERS);
        reports.add(PartitionReport.read(one._2()));
      }
    }
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  @Test
  void putsEachAddressThroughItsJobs() {
    var shuffled =
        tally(
            plan(settings(), 0),
            arrivals(0, "an evening", "breeze", "an"),
            arrivals(1, TRUFFLE, TRUFFLE));
    assertThat(counts(shuffled, "word-count"))
        .isEqualTo(Map.of("an", 2L, "evening", 1L, "breeze", 1L));
    assertThat(counts(shuffled, "vowel-words")).isEqualTo(Map.of("an", 2L, "evening", 1L));
    assertThat(counts(shuffled, "chocolate-count")).isEqualTo(Map.of("truffle", 2L));
    assertThat(report(shuffled).messages()).isEqualTo(Map.of(0, 3L, 1, 2L));
    assertThat(report(shuffled).dead()).isZero();
  }

  @Test
  void takesQuitForAWordUnlessToldOtherwise() {
    var shuffled = tally(plan(settings(), 0), arrivals(0, "quit"));
    assertThat(counts(shuffled, "word-count")).isEqualTo(Map.of("quit", 1L));
    assertThat(report(shuffled).ended()).isEmpty();
  }

  @Test
  void countsWhatStandsBesideAnEndMarkerButNotTheMarker() {
    var shuffled = tally(plan(settings().endingAtMarker(), 0), arrivals(0, "a", "quit", "b"));
    assertThat(counts(shuffled, "word-count")).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(report(shuffled).ended()).containsExactly(0);
    assertThat(report(shuffled).messages()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void sendsWhatAJobCannotReadToTheDeadAndGoesOn() {
    var shuffled = tally(plan(settings(), 0), arrivals(1, "no chocolate", TRUFFLE));
    assertThat(counts(shuffled, "chocolate-count")).isEqualTo(Map.of("truffle", 1L));
    assertThat(report(shuffled).messages()).isEqualTo(Map.of(1, 2L));
    assertThat(report(shuffled).dead()).isEqualTo(1);
    assertThat(dead(shuffled))
        .hasSize(1)
        .allMatch(letter -> jobOf(letter).equals("chocolate-count"));
  }

  /** Once among the messages, once for each job that would have taken it. */
  @Test
  void countsADeadMessageOnceAndWritesItForEachJob() {
    Message oversized = Message.dead("words", "beginning".getBytes(UTF_8), "over the limit");
    var shuffled =
        tally(
            plan(settings(), 0),
            new AddressPartition(0, List.of(MessagePage.of(List.of(oversized))).iterator()));
    assertThat(report(shuffled).dead()).isEqualTo(1);
    assertThat(dead(shuffled))
        .extracting(StreamMapTaskTest::jobOf)
        .containsExactly("word-count", "vowel-words");
    assertThat(new String(dead(shuffled).get(0)._2(), UTF_8))
        .contains("\"reason\":\"over the limit\"", "\"source\":\"words\"");
  }

  private static List<Tuple2<ShuffleKey, byte[]>> dead(List<Tuple2<ShuffleKey, byte[]>> shuffled) {
    return shuffled.stream()
        .filter(one -> one._1().kind() == Kind.DEAD)
        .peek(one -> assertThat(one._1().partition()).isEqualTo(REDUCERS))
        .toList();
  }

  private static String jobOf(Tuple2<ShuffleKey, byte[]> shuffled) {
    return JOBS.get(shuffled._1().job());
  }

  @Test
  void showsTheFirstBodies() {
    var shuffled = tally(plan(settings(), 2), arrivals(0, "x".repeat(5_000), "b", "c"));
    assertThat(report(shuffled).samples())
        .extracting(sample -> sample.body().length)
        .containsExactly(1_024, 1);
  }
}
