package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages that a run reads from a position until nothing waits, recording each range. */
public record ReadOn(List<String> bodies, List<Loss> losses, Position end) {
  private static final int MOST_RANGES = 20;

  public static ReadOn from(Backlog backlog, Position from) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    List<Loss> losses = new ArrayList<>();
    Position position = from;
    for (int i = 0; i < MOST_RANGES; i++) {
      Optional<Range> next = backlog.next(position, BacklogBench.WIDE);
      if (next.isEmpty()) {
        return new ReadOn(bodies, losses, position);
      }
      assertThat(next.get().to()).isNotEqualTo(position);
      List<String> read = BacklogBench.read(backlog, next.get());
      assertThat(read).hasSize((int) next.get().messages());
      bodies.addAll(read);
      if (!next.get().loss().isNone()) {
        losses.add(next.get().loss());
      }
      position = next.get().to();
    }
    throw new AssertionError("it goes on for ever from " + from + ": " + losses);
  }

  public void assertLost(long messages) {
    assertThat(losses).extracting(Loss::messages).containsExactly(messages);
    assertThat(losses).extracting(Loss::countedTwice).containsExactly(0L);
  }

  /** An unknown number of what waits was counted before, and an unknown number is lost. */
  public void assertCountedTwice() {
    assertThat(losses).extracting(Loss::messages).containsExactly(Loss.UNKNOWN);
    assertThat(losses).extracting(Loss::countedTwice).containsExactly(Loss.UNKNOWN);
  }

  public ReadOn assertNoLoss() {
    assertThat(losses).isEmpty();
    return this;
  }
}
