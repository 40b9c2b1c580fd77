package dev.conveyor.jobs.stage;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;

/** Recognizes exceptions that end a task and are not the fault of its job. */
final class TaskKills {
  private static final Set<String> KILLS =
      Set.of("org.apache.spark.TaskKilledException", "java.lang.ThreadDeath");
  private static final int DEEPEST = 100;

  private TaskKills() {}

  /** Rethrows an exception by which engines kill tasks; returns after any other. */
  static void rethrow(Throwable thrown) {
    if (KILLS.contains(thrown.getClass().getName())) {
      TaskKills.<RuntimeException>unchecked(thrown);
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void unchecked(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /** Returns whether the exception or one of its causes reports an interrupt. */
  static boolean isInterruption(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof InterruptedException
          || at instanceof ClosedByInterruptException
          || at.getClass() == InterruptedIOException.class) {
        return true;
      }
      at = ErrorText.cause(at);
    }
    return false;
  }
}
