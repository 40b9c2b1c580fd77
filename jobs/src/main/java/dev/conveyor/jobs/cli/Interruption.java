package dev.conveyor.jobs.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C or SIGTERM: the main thread is given some time to finish what it has in
 * hand, to clean up and to print its summary; then the process ends, with 130 or 143, and its
 * children with it.
 */
final class Interruption {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final CountDownLatch MAIN_ENDED = new CountDownLatch(1);

  private Interruption() {}

  /** From now on this thread is interrupted, then waited for. */
  static void reaches(Thread main) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  main.interrupt();
                  awaitMain();
                },
                "conveyor-interruption"));
  }

  /** Whether the process is ending: whatever fails now is no news. */
  static boolean isUnderWay() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  static void mainHasEnded() {
    MAIN_ENDED.countDown();
  }

  /**
   * Returns when the main thread has ended or its time is up, and nothing that it started lives.
   */
  static void awaitMain() {
    try {
      if (!MAIN_ENDED.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println(
            "cannot finish what is in hand within " + LIMIT.toSeconds() + " s; leaving it");
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
