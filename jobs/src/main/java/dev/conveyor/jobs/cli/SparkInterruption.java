package dev.conveyor.jobs.cli;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The same where Spark runs. Spark's own hooks stop its executors before its streams, so that the
 * batch in hand never ends; ours goes first and returns when the stream has ended by itself.
 */
final class SparkInterruption {
  /** Hadoop runs the highest first; Spark's hooks share 40. */
  private static final int BEFORE_SPARK = 100;

  private static final long GRACE_SECONDS = 5;

  private SparkInterruption() {}

  /** From now on the command is waited for; it sees {@link Interruption#isUnderWay}. */
  static Interruption awaitsCommand() {
    Interruption interruption = new Interruption();
    ShutdownHookManager.get()
        .addShutdownHook(
            interruption::awaitCommand,
            BEFORE_SPARK,
            Interruption.LIMIT.toSeconds() + GRACE_SECONDS,
            TimeUnit.SECONDS);
    return interruption;
  }
}
