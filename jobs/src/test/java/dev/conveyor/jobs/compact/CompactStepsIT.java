package dev.conveyor.jobs.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.batch.StepFault;
import dev.conveyor.jobs.batch.SteppedFiles;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.streaming.run.RunException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compacts that die or are paused at each step by which they change files. The sums are true before
 * and after, whatever a successor or the stream does meanwhile. It tries one step in {@code
 * conveyor.steps.stride}; 1 takes minutes.
 */
class CompactStepsIT extends CompactedRun {
  private static final int STRIDE = Integer.getInteger("conveyor.steps.stride", 5);

  private final ExecutorService zombie = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    zombie.shutdownNow();
  }

  private void begin(int step) {
    out = folder.resolve("out-" + step);
    truth.clear();
    lines.clear();
    deadLetters.clear();
  }

  private RuntimeException failure(StepFault fault) throws InterruptedException {
    try {
      compact(Duration.ZERO, SteppedFiles.of(fault));
      return null;
    } catch (BatchException | RunException e) {
      return e;
    }
  }

  private static StepFault fault(StepFault.Kind kind, int step) {
    return new StepFault(UUID.randomUUID().toString(), kind, step);
  }

  private void assertTrue(String at) throws IOException {
    assertThat(sums()).as(at).isEqualTo(truth);
  }

  private void assertFolded(String at) throws IOException {
    assertTrue(at);
    assertThat(names(WORDS)).as(at).hasSize(1);
    assertThat(raw(LINES)).as(at).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(raw(DEAD)).as(at).containsExactlyInAnyOrderElementsOf(deadLetters);
  }

  @ParameterizedTest
  @EnumSource(names = {"DIES_BEFORE", "DIES_AFTER"})
  void completesWhatOneHasBegunThatDied(StepFault.Kind kind) throws Exception {
    for (int step = 1; ; step += STRIDE) {
      begin(step);
      stream(2);
      compact(Duration.ZERO);
      stream(2);
      StepFault fault = fault(kind, step);
      RuntimeException failure = failure(fault);
      if (!fault.isReached()) {
        assertThat(failure).isNull();
        assertThat(step).as("steps %s", fault.steps()).isGreaterThan(12);
        return;
      }
      String at = kind + " at " + fault.steps();
      assertTrue(at);
      stream(1);
      assertTrue(at + ", after a batch");
      compact(Duration.ZERO);
      if (names(WORDS).size() > 1) {
        stream(1); // The fold had been completed: one more batch is fewer than two.
        compact(Duration.ZERO);
      }
      assertFolded(at);
    }
  }

  /** A successor folds more, and the stream goes on, before the first one resumes. */
  @ParameterizedTest
  @EnumSource(names = {"DIES_BEFORE", "DIES_AFTER"})
  void harmsNothingWhenItResumesFenced(StepFault.Kind successor) throws Exception {
    for (int step = 1; ; step += STRIDE) {
      begin(step);
      stream(2);
      compact(Duration.ZERO);
      stream(2);
      StepFault fault = fault(StepFault.Kind.PAUSES, step);
      Future<RuntimeException> paused = zombie.submit(() -> failure(fault));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> fault.isReached() || paused.isDone());
      if (paused.isDone()) {
        assertThat(paused.get()).isNull();
        assertThat(step).as("steps %s", fault.steps()).isGreaterThan(12);
        return;
      }
      String at = "paused at " + fault.steps();
      assertTrue(at);
      stream(2);
      // The successor may die as well, in the middle.
      failure(fault(successor, step));
      assertTrue(at + ", succeeded");
      fault.resume();
      paused.get(60, TimeUnit.SECONDS);
      assertTrue(at + ", resumed");
      stream(2);
      assertTrue(at + ", after more batches");
      compact(Duration.ZERO);
      assertFolded(at);
      assertThat(out.resolve("_compact").toFile().list()).as(at).hasSizeLessThan(3);
    }
  }
}
