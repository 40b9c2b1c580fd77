package dev.conveyor.jobs.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGINT and SIGTERM while a command runs. The command has 26 s to finish its work, clean
 * up and print its summary, and then closes its interruption. If it exceeds this time, its child
 * processes are killed, and the JVM is halted with code 143.
 */
public final class Interruption implements AutoCloseable {
  /** The time for the command. With {@link #AFTERWARDS} it is less than the documented 30 s. */
  static final Duration LIMIT = Duration.ofSeconds(26);

  /** The time for the hooks of engines, which may wait for the unfinished work. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  private static final int TERMINATED = 143;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final boolean isOnTerminal = Terminal.current().isErr();

  Interruption() {
    loadLogging();
  }

  /** Makes shutdown interrupt the thread of a command, then wait for the command. */
  public static Interruption reaches(Thread command) {
    Interruption interruption = new Interruption();
    Runnable ending =
        () -> {
          interruption.eraseEcho();
          command.interrupt();
          interruption.awaitOrLeave(LIMIT);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(ending, "conveyor-interruption"));
    return interruption;
  }

  /** Erases the {@code ^C} that a terminal echoes, so that the summary begins its line. */
  void eraseEcho() {
    if (isOnTerminal) {
      StatusLine.OF_PROCESS.eraseEcho();
    }
  }

  /** Loads Log4j early, since it logs an error if a thread is interrupted during loading. */
  private static void loadLogging() {
    try {
      LoggerFactory.getLogger(Interruption.class);
    } catch (NoClassDefFoundError e) {
      // A process that only submits to EMR has no logging library.
    }
  }

  /** Returns whether the JVM is shutting down. Failures are not reported from then on. */
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

  /**
   * Waits until the command has finished or the span is over.
   *
   * @return whether it has finished; false if this thread is interrupted, whose flag stays set
   */
  boolean awaitCommand(Duration span) {
    try {
      return finished.await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits for the command. If it does not finish within the span, kills the child processes and
   * starts a thread that halts the JVM after {@link #AFTERWARDS}.
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
