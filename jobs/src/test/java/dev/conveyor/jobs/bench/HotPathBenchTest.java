package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each benchmark of the hot path for a moment: it says that they work, and no figure. */
class HotPathBenchTest {
  @Test
  void eachBenchmarkRuns() throws RunnerException {
    // Several builds may run on a machine.
    System.setProperty("jmh.ignoreLock", "true");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^dev\\.conveyor\\.jobs\\.")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(1))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.)", "$1"))
        .contains(
            "WordsBench.bytes",
            "RollBackBench.bytesWithRollBack",
            "RollBackBench.bytesWithout",
            "TallyBench.pairs",
            "TallyBench.pairsMarked",
            "TallyBench.pairsRolledBack",
            "SpillBench.entriesSent",
            "SpillBench.entriesToDisk",
            "MergeBench.entries");
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.getParams().getMode()).isEqualTo(Mode.Throughput);
              assertThat(result.getPrimaryResult().getScore()).isPositive();
            });
  }
}
