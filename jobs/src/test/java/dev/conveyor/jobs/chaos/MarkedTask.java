package dev.conveyor.jobs.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * The task of this thread, which fails, is slow or uses up its memory where a folder of {@link
 * Marks} says so.
 */
final class MarkedTask {
  /** For how long a slow task holds its messages back. */
  static final int HOLD_MILLIS = 4_000;

  private MarkedTask() {}

  /** Does what a mark says, if there is one. */
  static void misbehave() {
    String folder = System.getenv(Marks.VARIABLE);
    if (folder != null) {
      misbehave(new Marks(Path.of(folder)));
    }
  }

  private static void misbehave(Marks marks) {
    if (marks.take(Marks.FAIL)) {
      throw new IllegalStateException("a task that fails, as planned");
    }
    if (marks.take(Marks.EXHAUST)) {
      exhaust();
    }
    hold(marks);
  }

  private static void exhaust() {
    List<byte[]> kept = new ArrayList<>();
    while (!kept.isEmpty() || kept.add(new byte[0])) {
      kept.add(new byte[64 << 20]);
    }
  }

  /** Only what Spark may start a second time beside it. */
  private static void hold(Marks marks) {
    TaskContext task = current();
    if (task == null) {
      return;
    }
    String name = task.stageId() + "-" + task.partitionId() + "-" + task.stageAttemptNumber();
    if (task.attemptNumber() > 0) {
      if (marks.count(Marks.OVERTAKEN + "awaited-" + name) > 0) {
        marks.set(Marks.OVERTAKEN + name);
      }
      return;
    }
    if (marks.take(Marks.HOLD)) {
      marks.set(Marks.OVERTAKEN + "awaited-" + name);
      try {
        Thread.sleep(HOLD_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("overtaken by another attempt", e);
      }
    }
  }

  /** Null outside of Spark's tasks, and where there is no Spark. */
  private static TaskContext current() {
    try {
      return TaskContext.get();
    } catch (NoClassDefFoundError e) {
      return null;
    }
  }
}
