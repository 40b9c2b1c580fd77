package dev.conveyor.jobs.console;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Handles an {@link Interruption} in a process that runs Spark or Hadoop. Registers a shutdown hook
 * that runs before theirs and returns when the command has finished. Their hooks stop executors and
 * close file systems, which the command needs to finish its batch and clean up.
 */
public final class EngineInterruption {
  /** The hook's priority. Hadoop runs the highest first; Spark uses 40, file systems use 10. */
  private static final int BEFORE_ENGINES = 100;

  private static final long GRACE_SECONDS = 5;

  private EngineInterruption() {}

  /**
   * Makes shutdown wait for the command on this thread, which polls {@link
   * Interruption#isUnderWay}. Interrupts the thread after half of the limit, since it may wait for
   * a server that does not answer.
   */
  public static Interruption awaitsCommand() {
    Interruption interruption = new Interruption();
    Thread command = Thread.currentThread();
    addHook(
        interruption,
        () -> {
          if (!interruption.awaitCommand(Interruption.LIMIT.dividedBy(2))) {
            command.interrupt();
            interruption.awaitOrLeave(Interruption.LIMIT.dividedBy(2));
          }
        });
    return interruption;
  }

  /** Makes shutdown interrupt the thread of a command, then wait for the command. */
  public static Interruption reaches(Thread command) {
    Interruption interruption = new Interruption();
    addHook(
        interruption,
        () -> {
          command.interrupt();
          interruption.awaitOrLeave(Interruption.LIMIT);
        });
    return interruption;
  }

  private static void addHook(Interruption interruption, Runnable ending) {
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> {
              interruption.eraseEcho();
              ending.run();
            },
            BEFORE_ENGINES,
            Interruption.LIMIT.toSeconds() + GRACE_SECONDS,
            TimeUnit.SECONDS);
  }
}
