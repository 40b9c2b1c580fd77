package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  private static ChaosPlan plan(long seed, Engine engine) {
    return ChaosPlan.of(seed, Duration.ofMinutes(1), 10, Guarantee.EXACTLY_ONCE, engine);
  }

  @Test
  void theSameSeedKillsTheSameInTheSameOrder() {
    List<ChaosPlan.Kill> kills = plan(1, Engine.CLUSTER).kills(100);
    assertThat(plan(1, Engine.CLUSTER).kills(100)).isEqualTo(kills);
    assertThat(plan(2, Engine.CLUSTER).kills(100)).isNotEqualTo(kills);
  }

  @Test
  void everyKindHasItsShare() {
    List<ChaosPlan.Kill> kills = plan(3, Engine.CLUSTER).kills(100);
    for (Kind kind : Kind.timed()) {
      assertThat(kills.stream().filter(kill -> kill.kind() == kind)).as("%s", kind).hasSize(25);
    }
  }

  @Test
  void killsOnlyWhatIsChosenAndThere() {
    assertThat(plan(4, Engine.LOCAL).kills(50))
        .extracting(ChaosPlan.Kill::kind)
        .contains(Kind.DRIVER, Kind.REDIS, Kind.FREEZE)
        .doesNotContain(Kind.EXECUTOR);
    assertThat(plan(4, Engine.CLUSTER).with(Set.of(Kind.TASK)).kills(50)).isEmpty();
  }
}
