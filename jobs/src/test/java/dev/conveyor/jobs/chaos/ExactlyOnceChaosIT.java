package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kill kit for a minute; {@code scripts/chaos} runs it for longer. */
@Timeout(400)
class ExactlyOnceChaosIT {
  private static final long SEED = 2;

  @TempDir Path folder;

  private Verdict verdict(ChaosPlan plan) throws Exception {
    System.out.println(plan);
    try (ChaosRun run = new ChaosRun(plan, folder)) {
      Verdict verdict = run.run();
      System.out.println(verdict.table());
      return verdict;
    }
  }

  @Test
  void countsEachNumberOnceWhileProcessesAreKilled() throws Exception {
    Verdict verdict =
        verdict(
            ChaosPlan.of(
                    SEED, Duration.ofSeconds(40), 200_000, Guarantee.EXACTLY_ONCE, Engine.CLUSTER)
                .withTasks(5, 20));
    assertThat(verdict.isExact()).as("%s", verdict.table()).isTrue();
    assertThat(verdict.counted()).isEqualTo(200_000);
    assertThat(verdict.kills().keySet()).isEqualTo(EnumSet.allOf(Kind.class));
    for (Kind kind : List.of(Kind.DRIVER, Kind.EXECUTOR, Kind.REDIS, Kind.FREEZE, Kind.TASK)) {
      assertThat(verdict.kills().get(kind)).as("%s, %s", kind, verdict.table()).isPositive();
    }
  }

  /** The kit can fail: what a receiver has acknowledged and no batch has written is gone. */
  @Test
  void findsWhatIsLostByAReaderThatPromisesLess() throws Exception {
    Verdict verdict =
        verdict(
            ChaosPlan.of(SEED, Duration.ofSeconds(15), 5_000, Guarantee.AT_MOST_ONCE, Engine.LOCAL)
                .with(Set.of(Kind.DRIVER)));
    assertThat(verdict.kills().get(Kind.DRIVER)).as("%s", verdict.table()).isPositive();
    assertThat(verdict.lost()).isPositive();
    assertThat(verdict.isExact()).isFalse();
    assertThat(verdict.firstLost()).isNotEmpty().isSorted();
    assertThat(verdict.table()).contains("lost, the first of them: " + verdict.firstLost());
  }
}
