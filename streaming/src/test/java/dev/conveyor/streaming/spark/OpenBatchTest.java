package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.RunBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenBatchTest {
  private final PartitionCounts counts = new PartitionCounts();
  private final RunBatch batch = new RunBatch(0, List.of(range(10), range(4)));
  private final OpenBatch open = new OpenBatch(batch, List.of(0, 0, 1), counts, 0);

  private static Range range(long messages) {
    return Range.of(new Position("0"), new Position("1"), messages);
  }

  private void read(int partition, long messages) {
    PartitionCounts task = new PartitionCounts();
    task.add(Map.entry(partition, messages));
    counts.merge(task);
  }

  @Test
  void findsNothingMissingWhereAllWasReadHoweverOften() {
    read(0, 6);
    read(1, 4);
    read(2, 4);
    read(0, 6);
    read(2, 4);
    assertThat(open.shortfalls()).containsExactly(Loss.NONE, Loss.NONE);
    assertThat(open.largest()).isEqualTo(10);
  }

  @Test
  void comparesNothingUntilAllWasRead() {
    read(0, 1);
    read(2, 1);
    assertThat(open.shortfalls()).containsExactly(Loss.NONE, Loss.NONE);
  }

  @Test
  void countsWhatIsMissingAtItsAddress() {
    read(0, 6);
    read(1, 1);
    read(2, 4);
    assertThat(open.shortfalls()).extracting(Loss::messages).containsExactly(3L, 0L);
  }

  @Test
  void noticesWhatWasGoneWhenItWasReadAgain() {
    read(0, 6);
    read(1, 4);
    read(2, 4);
    read(2, 0);
    read(2, 4);
    assertThat(open.shortfalls()).extracting(Loss::messages).containsExactly(0L, 4L);
  }

  @Test
  void cannotTellHowManyWereExchanged() {
    read(0, 6);
    read(1, 5);
    read(2, 4);
    assertThat(open.shortfalls().get(0).isUnknown()).isTrue();
  }

  @Test
  void countsOfACopyAreItsOwn() {
    read(0, 6);
    PartitionCounts copy = counts.copy();
    copy.reset();
    assertThat(copy.isZero()).isTrue();
    assertThat(counts.value()).containsExactly(Map.entry(0, 6L));
  }
}
