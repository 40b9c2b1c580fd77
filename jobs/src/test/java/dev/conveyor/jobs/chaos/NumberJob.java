package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * Counts bodies as they stand. Where its settings say so, the first try of a task fails or is slow;
 * which one follows from its first message alone. Each time it leaves a mark in a folder.
 */
public final class NumberJob implements Mapping {
  static final String MARKS = "spark.chaos.marks";
  static final String FAILS_ONE_IN = "spark.chaos.failsOneIn";
  static final String SLOW_ONE_IN = "spark.chaos.slowOneIn";
  static final String HOLD_MILLIS = "spark.chaos.holdMillis";

  private static final long serialVersionUID = 1;

  private boolean begun;

  @Override
  public void map(Bytes record, Tally into) {
    into.add(record.buffer(), record.from(), record.to(), 1);
    if (!begun) {
      begun = true;
      misbehave(record);
    }
  }

  private static void misbehave(Bytes first) {
    TaskContext task = TaskContext.get();
    SparkConf conf = SparkEnv.get().conf();
    String name = conf.getAppId() + "-" + task.stageId() + "-" + task.partitionId();
    Path marks = Path.of(conf.get(MARKS));
    if (task.attemptNumber() > 0) {
      if (Files.exists(marks.resolve(Marks.HELD + name))) {
        mark(marks, Marks.OVERTAKEN + name);
      }
      return;
    }
    CRC32 hash = new CRC32();
    hash.update(first.buffer(), first.from(), first.length());
    if (isChosen(hash.getValue(), conf.getInt(FAILS_ONE_IN, 0))) {
      mark(marks, Marks.FAILED + name);
      throw new IllegalStateException("a first try that fails, as planned");
    }
    if (isChosen(hash.getValue() >>> 8, conf.getInt(SLOW_ONE_IN, 0))) {
      mark(marks, Marks.HELD + name);
      hold(conf.getInt(HOLD_MILLIS, 0));
    }
  }

  private static boolean isChosen(long hash, int oneIn) {
    return oneIn > 0 && hash % oneIn == 0;
  }

  private static void mark(Path marks, String name) {
    try {
      Files.writeString(marks.resolve(name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hold(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("overtaken by another try", e);
    }
  }
}
