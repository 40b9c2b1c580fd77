package dev.conveyor.jobs.emr;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.function.Consumer;

/** Polls a run until it ends. Belongs to one thread. */
public final class RunFollower {
  private static final int MOST_FAILURES = 5;

  /** The ratio of the longest interval to the first one. Most failures occur early. */
  private static final int CLOSER = 8;

  private final StartedRun run;
  private final AwsClient aws;
  private final Consumer<EmrRunState> changes;
  private EmrRunState last = new EmrRunState("", "");
  private int failures;

  /**
   * @param changes called with each state whose name differs from the one before
   */
  public RunFollower(StartedRun run, AwsClient aws, Consumer<EmrRunState> changes) {
    this.run = run;
    this.aws = aws;
    this.changes = changes;
  }

  /**
   * Polls until the run has ended; returns its last state. An interruption does not cancel the run.
   *
   * @param between the longest interval between two requests
   * @throws EmrException if five requests in a row fail; the run continues
   */
  public EmrRunState toEnd(Duration between) throws InterruptedException {
    RetryPolicy<EmrRunState> untilEnded =
        RetryPolicy.<EmrRunState>builder()
            .handleResultIf(state -> !state.isEnded())
            .withBackoff(between.dividedBy(CLOSER), between)
            .withMaxAttempts(-1)
            .build();
    try {
      return Failsafe.with(untilEnded).get(this::look);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interruption) {
        throw interruption;
      }
      throw e;
    }
  }

  private EmrRunState look() throws InterruptedException {
    try {
      EmrRunState state = run.look(aws);
      failures = 0;
      if (!state.name().equals(last.name())) {
        last = state;
        changes.accept(state);
      }
    } catch (EmrException e) {
      failures++;
      if (failures == MOST_FAILURES) {
        throw new EmrException(e.getMessage() + "; it goes on meanwhile");
      }
    }
    return last;
  }
}
