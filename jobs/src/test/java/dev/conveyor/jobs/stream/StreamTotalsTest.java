package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.run.PartFile;
import java.time.Duration;
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

  private static ReduceResult result(PartitionReport report) {
    ReduceResult result = new ReduceResult();
    result.report().add(report);
    return result;
  }

  private static PartFile part(String folder) {
    return new PartFile(folder, 0, 1, 0, 0);
  }

  @Test
  void addsUpBatches() {
    ReduceResult first = result(report(0, 3));
    first.addSums("a", part("a"), 5);
    first.addSums("a", part("a"), 2);
    totals.add(first, 10 * SECOND, 11 * SECOND);
    ReduceResult second = result(report(1, 4));
    second.addSums("b", part("b"), 1);
    totals.add(second, 12 * SECOND, 15 * SECOND);
    assertThat(totals.messages()).isEqualTo(7);
    assertThat(totals.messages(1)).isEqualTo(4);
    assertThat(totals.batches()).isEqualTo(2);
    assertThat(totals.amounts()).isEqualTo(Map.of("a", 7L, "b", 1L));
    assertThat(totals.duration()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void leavesDeadLettersOutOfTheAmounts() {
    PartitionReport report = report(0, 2);
    report.countDead(1);
    ReduceResult result = result(report);
    result.addDeadLetters(part("_dead/a"));
    totals.add(result, 0, SECOND);
    assertThat(totals.amounts()).isEmpty();
    assertThat(totals.dead()).isEqualTo(1);
  }

  /** Each job that reads the same text meets the same malformed sequences. */
  @Test
  void countsMalformedSequencesOnceWhateverTheNumberOfJobs() {
    ReduceResult result = result(report(0, 1));
    result.addMalformed("a", 2);
    result.addMalformed("a", 1);
    result.addMalformed("b", 3);
    totals.add(result, 0, SECOND);
    assertThat(totals.malformed()).isEqualTo(3);
  }

  @Test
  void aBatchOfMarkersAloneIsNoneAndTakesNoTime() {
    totals.add(result(report(0, 1)), SECOND, 2 * SECOND);
    PartitionReport markers = new PartitionReport();
    markers.end(0);
    totals.add(result(markers), 8 * SECOND, 9 * SECOND);
    assertThat(totals.batches()).isEqualTo(1);
    assertThat(totals.ended()).isEqualTo(1);
    assertThat(totals.duration()).isEqualTo(Duration.ofSeconds(1));
  }
}
