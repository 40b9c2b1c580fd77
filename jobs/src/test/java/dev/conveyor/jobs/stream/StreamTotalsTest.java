package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.run.PartFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTotalsTest {
  private static final long SECOND = 1_000_000_000;
  private final StreamTotals totals = new StreamTotals();

  private static PartitionReport report(int address, int messages) {
    PartitionReport report = new PartitionReport();
    report.count(address, messages);
    return report;
  }

  private static ReduceOutcome written(String folder, String job, long amount) {
    return new ReduceOutcome.Written(job, new PartFile(folder, 0, 1, 0, 0), amount);
  }

  @Test
  void addsUpBatches() {
    totals.add(
        report(0, 3),
        List.of(written("a", "a", 5), written("a", "a", 2)),
        10 * SECOND,
        11 * SECOND);
    totals.add(report(1, 4), List.of(written("b", "b", 1)), 12 * SECOND, 15 * SECOND);
    assertThat(totals.messages()).isEqualTo(7);
    assertThat(totals.messages(1)).isEqualTo(4);
    assertThat(totals.batches()).isEqualTo(2);
    assertThat(totals.amounts()).isEqualTo(Map.of("a", 7L, "b", 1L));
    assertThat(totals.duration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void leavesDeadLettersOutOfTheAmounts() {
    PartitionReport report = report(0, 2);
    report.countDead();
    totals.add(report, List.of(written("_dead/a", "a", 1)), 0, SECOND);
    assertThat(totals.amounts()).isEmpty();
    assertThat(totals.dead()).isEqualTo(1);
  }

  /** Each job that reads the same text meets the same malformed sequences. */
  @Test
  void countsMalformedSequencesOnceWhateverTheNumberOfJobs() {
    totals.add(
        report(0, 1),
        List.of(
            new ReduceOutcome.Malformed("a", 2),
            new ReduceOutcome.Malformed("a", 1),
            new ReduceOutcome.Malformed("b", 3)),
        0,
        SECOND);
    assertThat(totals.malformed()).isEqualTo(3);
  }

  @Test
  void aBatchOfMarkersAloneIsNoneAndTakesNoTime() {
    totals.add(report(0, 1), List.of(), SECOND, 2 * SECOND);
    PartitionReport markers = new PartitionReport();
    markers.end(0);
    totals.add(markers, List.of(), 8 * SECOND, 9 * SECOND);
    assertThat(totals.batches()).isEqualTo(1);
    assertThat(totals.ended()).isEqualTo(1);
    assertThat(totals.duration()).isEqualTo(Duration.ofSeconds(1));
  }
}
