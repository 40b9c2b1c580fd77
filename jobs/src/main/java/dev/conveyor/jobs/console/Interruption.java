package dev.conveyor.jobs.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Handles Ctrl-C and SIGTERM while a command runs: its thread is given some time to finish what it
 * has in hand, to clean up and to print its summary; then the process ends, with 130 or 143, and
 * its children with it. A command closes its interruption when it has done all that.
 */
public final class Interruption implements AutoCloseable {
  /** For the command; with what comes afterwards that is less than the 30 s that are promised. */
  static final Duration LIMIT = Duration.ofSeconds(26);

  /** For the hooks of engines, which may wait for what the command has in hand. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  private static final int TERMINATED = 143;
  private final CountDownLatch finished = new CountDownLatch(1);

  Interruption() {
    loadLogging();
  }

  /** From now on this thread is interrupted, then waited for. */
  public static Interruption reaches(Thread command) {
    Interruption interruption = new Interruption();
    Runnable ending =
        () -> {
          command.interrupt();
          interruption.awaitOrLeave(LIMIT);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(ending, "conveyor-interruption"));
    return interruption;
  }

  /** Log4j complains when a thread is interrupted while it is loaded. */
  private static void loadLogging() {
    try {
      LoggerFactory.getLogger(Interruption.class);
    } catch (NoClassDefFoundError e) {
      // What only sends a job to EMR runs without any logging.
    }
  }

  /** Returns whether the process is ending: whatever fails now is no news. */
  public static boolean isUnderWay() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Waits for the command, at most for this span; returns whether it has finished. */
  boolean awaitCommand(Duration span) {
    try {
      return finished.await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Returns when the command has finished, or its time is up and nothing that it started lives;
   * then the process ends soon, whatever else waits.
   */
  void awaitOrLeave(Duration span) {
    if (!awaitCommand(span)) {
      System.err.println(
          "cannot finish what is in hand within " + LIMIT.toSeconds() + " s; leaving it");
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Thread halt = new Thread(Interruption::halt, "conveyor-halt");
      halt.setDaemon(true);
      halt.start();
    }
  }

  private static void halt() {
    try {
      TimeUnit.NANOSECONDS.sleep(AFTERWARDS.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(TERMINATED);
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
