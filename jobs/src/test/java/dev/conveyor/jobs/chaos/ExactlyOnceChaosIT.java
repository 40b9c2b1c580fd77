package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kit for a minute; {@code scripts/chaos} runs it for longer. */
@Timeout(400)
class ExactlyOnceChaosIT {
  private static final long SEED = 2;

  @TempDir Path folder;

  private static RoundPlan plan(Door door, int messages, int seconds, String... faults) {
    List<Fault> chosen = Stream.of(faults).map(name -> Faults.named(name).orElseThrow()).toList();
    return new RoundPlan(
        door,
        chosen,
        false,
        1,
        SEED,
        messages,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(90),
        false);
  }

  private RoundResult result(RoundPlan plan) throws Exception {
    Path own = Files.createDirectory(folder.resolve(plan.door().name()));
    try (Session session = new Session(folder);
        Round round = new Round(plan, session, own)) {
      RoundResult result = round.run();
      System.out.println(result.text());
      return result;
    }
  }

  @Test
  void countsEachNumberOnceWhileProcessesAreKilled() throws Exception {
    String[] faults = {
      "kill-driver", "kill-executor", "kill-redis", "freeze-driver", "task-fails", "speculation"
    };
    RoundPlan plan = plan(Doors.named("stream-both").orElseThrow(), 200_000, 40, faults);
    RoundResult result = result(plan);
    assertThat(result.isKept()).as(result.text()).isTrue();
    assertThat(result.fed()).isEqualTo(200_000);
    assertThat(result.lost() + result.twice()).isZero();
    assertThat(result.injections()).as(result.text()).containsOnlyKeys(faults);
  }

  @Test
  void carriesEachNumberOnceThroughAQuery() throws Exception {
    String[] faults = {"kill-driver", "speculation"};
    RoundPlan plan = plan(Doors.named("structured").orElseThrow(), 20_000, 8, faults);
    RoundResult result = result(plan);
    assertThat(result.isKept()).as(result.text()).isTrue();
    assertThat(result.fed()).isEqualTo(20_000);
    assertThat(result.lost() + result.twice()).isZero();
    assertThat(result.injections()).as(result.text()).containsOnlyKeys(faults);
  }

  /** The kit can fail: what a receiver has acknowledged and no batch has written is gone. */
  @Test
  void findsWhatIsLostByAReaderThatPromisesLess() throws Exception {
    RoundResult result = result(plan(Doors.AT_MOST_ONCE, 5_000, 15, "kill-driver"));
    assertThat(result.injections()).containsOnlyKeys("kill-driver");
    assertThat(result.lost()).as(result.text()).isPositive();
  }
}
