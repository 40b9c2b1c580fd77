package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs that write results beside their checkpoint. */
class RunOutputTest extends RunInMemory {
  private RunPlan withOutput() {
    return RunPlan.of(folder.resolve("_conveyor").toString(), queue)
        .withOutput(folder.toString())
        .withLease(LEASE);
  }

  /** Writes one file for the batch, as a task does, and commits it. */
  private void commit(Run run, RunBatch batch) throws IOException, InterruptedException {
    PartFile part = new PartFile("words", batch.id(), run.token(), 0, 0);
    try (var out = new OutputFiles(folder.toString(), run.configuration()).create(part)) {
      out.write(batch.id() < 0 ? 0 : 'x');
    }
    run.commit(batch, List.of(part));
  }

  @Test
  void takesUpBatchesThatItsCheckpointHasLostFromTheirResults() throws Exception {
    write(0, 40);
    RunBatch second;
    try (Run run = open(withOutput())) {
      RunBatch first = next(run);
      commit(run, first);
      run.done(first);
      second = next(run);
      commit(run, second);
    }
    deleteFromCheckpoint("batch-.*1-[0-9]+");
    try (Run run = open(withOutput())) {
      assertThat(run.unfinished()).containsExactly(second);
      assertThat(next(run).id()).isEqualTo(2);
      run.done(second);
    }
  }

  @Test
  void refusesACheckpointThatIsOlderThanItsOutput() throws Exception {
    write(0, 40);
    try (Run run = open(withOutput())) {
      for (int i = 0; i < 3; i++) {
        RunBatch batch = next(run);
        commit(run, batch);
        run.done(batch);
      }
    }
    deleteFromCheckpoint("(done|batch)-.*[12]-[0-9]+");
    Files.delete(folder.resolve("words/batch=1/_SUCCESS"));
    assertThatThrownBy(() -> open(withOutput()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it ends before batch 1, but")
        .hasMessageContaining("has results of batch 2");
  }

  private void deleteFromCheckpoint(String names) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_conveyor"))) {
      for (Path file :
          files.filter(file -> file.getFileName().toString().matches(names)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void refusesACheckpointOfOtherResults() throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    RunPlan plan = RunPlan.of(checkpoint.toString(), queue).withLease(LEASE);
    open(plan.withOutput(folder.resolve("one").toString())).close();
    open(plan.withOutput(folder.resolve("one") + "/")).close();
    assertThatThrownBy(() -> open(plan.withOutput(folder.resolve("other").toString())))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("its results are in")
        .hasMessageContaining(folder.resolve("one") + ", not in " + folder.resolve("other"));
    assertThatThrownBy(() -> open(plan)).isInstanceOf(RunException.class);
  }

  @Test
  void goesOnWhenCheckpointAndResultsWereMovedTogether() throws Exception {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    RunPlan plan = RunPlan.of(one + "/a/b", queue).withOutput(one.toString()).withLease(LEASE);
    open(plan).close();
    Files.move(one, other);
    open(RunPlan.of(other + "/a/b", queue).withOutput(other.toString()).withLease(LEASE)).close();
  }
}
