package dev.conveyor.streaming.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Texts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is killed or frozen while its job runs, and its successor. */
@Timeout(120)
class QueueJobKillIT {
  @TempDir Path folder;
  @RegisterExtension final QueueBench bench = new QueueBench();

  @BeforeEach
  void write() {
    bench.write("list", Texts.numbers(0, 1_000));
  }

  private void assertCountedOnce() throws Exception {
    assertThat(QueueBench.counts(folder.resolve("output"))).isEqualTo(QueueBench.once(0, 1_000));
    assertThat(bench.list()).containsExactly("later");
    assertThat(bench.client().keys("*:claim:*")).isEmpty();
    assertThat(bench.runs("list")).isEmpty();
  }

  @Test
  void repeatsTheBatchOfADriverThatWasKilled() throws Exception {
    try (JobProcess driver = new JobProcess(bench.address("list"), folder)) {
      driver.awaitMap();
      driver.kill();
    }
    bench.write("list", List.of("later"));
    assertThat(JobProcess.run(bench.address("list"), folder)).isTrue();
    assertCountedOnce();
  }

  @Test
  void letsNoDriverInterfereThatWasFrozenAndTakenOver() throws Exception {
    try (JobProcess driver = new JobProcess(bench.address("list"), folder)) {
      driver.awaitMap();
      driver.freeze();
      bench.write("list", List.of("later"));
      assertThat(JobProcess.run(bench.address("list"), folder)).isTrue();
      assertCountedOnce();
      assertThat(driver.thaw()).startsWith("1: cannot go on");
      assertCountedOnce();
    }
  }
}
