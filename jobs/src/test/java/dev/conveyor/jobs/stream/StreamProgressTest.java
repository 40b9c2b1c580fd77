package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.RunBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamProgressTest {
  private final StreamProgress progress =
      new StreamProgress(
          ReadModes.of(List.of(Address.parse("redis://127.0.0.1:1?list=a")), Optional.empty()),
          Duration.ofSeconds(1));

  @Test
  void tellsTheBatchThatIsBeingProcessed() {
    assertThat(progress.activity()).isEmpty();
    progress.begin(new RunBatch(0, List.of(range(28_713))));
    assertThat(progress.activity()).isEqualTo("processing batch 0: 28,713 messages");
    progress.finish();
    assertThat(progress.activity()).isEmpty();
    progress.begin(new RunBatch(7, List.of(range(1))));
    assertThat(progress.activity()).isEqualTo("processing batch 7: 1 message");
  }

  @Test
  void namesNoNumberOfLiveMessages() {
    progress.begin(new RunBatch(3, List.of(), RunBatch.Contents.LIVE));
    assertThat(progress.activity()).isEqualTo("processing a batch");
  }

  private static Range range(long messages) {
    return Range.of(new Position("0"), new Position(Long.toString(messages)), messages);
  }
}
