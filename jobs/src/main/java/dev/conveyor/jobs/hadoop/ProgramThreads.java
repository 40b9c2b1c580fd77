package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.program.LastLines;
import java.util.concurrent.TimeUnit;

/**
 * The threads for the input, output and standard error of one program. Hadoop Streaming does not
 * expose its threads, but they belong to the group of the thread that starts them.
 */
final class ProgramThreads extends ThreadGroup {
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final long AGAIN_MILLIS = 100;
  private static final int MOST = 16;

  private final LastLines said = new LastLines();
  private volatile Thread first;

  /** Creates a group that is destroyed with its last thread. */
  @SuppressWarnings("removal")
  ProgramThreads() {
    super("conveyor-program");
    setDaemon(true);
  }

  LastLines said() {
    return said;
  }

  /** Runs work on a thread of the group, and waits for its end. */
  void run(Runnable work) throws InterruptedException {
    Thread thread = new Thread(this, work, "conveyor-program-streaming");
    thread.setDaemon(true);
    first = thread;
    thread.start();
    thread.join();
  }

  /** Ends the work of {@link #run}, repeating interrupts that streaming swallows. */
  void end() {
    while (first.isAlive()) {
      interrupt();
      try {
        first.join(AGAIN_MILLIS);
      } catch (InterruptedException e) {
        // Interrupted while ending: go on.
      }
    }
  }

  /** Waits briefly until the other threads have read the rest of the program's output. */
  void awaitLastWords() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS);
    Thread[] threads = new Thread[MOST];
    int count = enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i] != Thread.currentThread()) {
        join(threads[i], end);
      }
    }
  }

  private static void join(Thread thread, long end) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
