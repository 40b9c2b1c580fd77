package dev.conveyor.jobs.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C or SIGTERM: the main thread is given some time to finish what it has in
 * hand, to clean up and to print its summary; then the process ends, with 130 or 143.
 */
final class Interruption {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final CountDownLatch MAIN_ENDED = new CountDownLatch(1);
  private static volatile boolean underWay;

  private Interruption() {}

  /** From now on, this thread is interrupted and waited for. */
  static void reaches(Thread main) {
    begin(main::interrupt);
  }

  /**
   * From now on, this is done and the main thread is waited for. For engines that shut down by
   * themselves and must not be interrupted meanwhile.
   */
  static void begin(Runnable request) {
    Thread hook =
        new Thread(
            () -> {
              underWay = true;
              request.run();
              awaitMain();
            },
            "conveyor-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static boolean isUnderWay() {
    return underWay;
  }

  static void mainHasEnded() {
    MAIN_ENDED.countDown();
  }

  private static void awaitMain() {
    try {
      if (!MAIN_ENDED.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println(
            "cannot finish what is in hand within " + LIMIT.toSeconds() + " s; leaving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
