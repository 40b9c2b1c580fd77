package dev.conveyor.jobs.emr;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows a run to its end, by asking again and again. Belongs to one thread. */
public final class RunFollower {
  private static final int MOST_FAILURES = 5;

  /** The first questions come closer together: what fails, mostly fails soon. */
  private static final int CLOSER = 8;

  private final StartedRun run;
  private final AwsClient aws;
  private final Consumer<EmrRunState> changes;
  private EmrRunState last = new EmrRunState("", "");
  private int failures;

  /**
   * @param changes told each state that is another one than before
   */
  public RunFollower(StartedRun run, AwsClient aws, Consumer<EmrRunState> changes) {
    this.run = run;
    this.aws = aws;
    this.changes = changes;
  }

  /**
   * Returns when the run has ended.
   *
   * @param between how long to wait between two questions, at most
   * @throws EmrException if several questions in a row have failed; the run goes on
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
