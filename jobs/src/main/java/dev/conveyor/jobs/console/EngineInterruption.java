package dev.conveyor.jobs.console;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The same where Spark or Hadoop runs. Their own hooks stop executors before streams and close file
 * systems, so that what is in hand can neither end nor be cleaned up; ours goes first and returns
 * when the command has ended by itself.
 */
public final class EngineInterruption {
  /** Hadoop runs the highest first; Spark's hooks share 40, those of file systems have 10. */
  private static final int BEFORE_ENGINES = 100;

  private static final long GRACE_SECONDS = 5;

  private EngineInterruption() {}

  /**
   * From now on the command is waited for; it sees {@link Interruption#isUnderWay}. What it has in
   * hand may wait for a server that is away: this thread is interrupted when half of the time is
   * up.
   */
  public static Interruption awaitsCommand() {
    Interruption interruption = new Interruption();
    Thread command = Thread.currentThread();
    addHook(
        () -> {
          if (!interruption.awaitCommand(Interruption.LIMIT.dividedBy(2))) {
            command.interrupt();
            interruption.awaitOrLeave(Interruption.LIMIT.dividedBy(2));
          }
        });
    return interruption;
  }

  /** From now on this thread is interrupted, then waited for. */
  public static Interruption reaches(Thread command) {
    Interruption interruption = new Interruption();
    addHook(
        () -> {
          command.interrupt();
          interruption.awaitOrLeave(Interruption.LIMIT);
        });
    return interruption;
  }

  private static void addHook(Runnable ending) {
    ShutdownHookManager.get()
        .addShutdownHook(
            ending,
            BEFORE_ENGINES,
            Interruption.LIMIT.toSeconds() + GRACE_SECONDS,
            TimeUnit.SECONDS);
  }
}
