package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.hadoop.HadoopBatch;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.spark.SparkBatch;
import java.util.Arrays;
import java.util.Locale;

/** An engine that runs a batch. Classes of an engine are linked by {@link #open} only. */
enum Engine {
  LOCAL {
    @Override
    BatchEngine open() {
      return new LocalBatch();
    }
  },
  SPARK {
    @Override
    BatchEngine open() {
      return new SparkBatch();
    }
  },
  HADOOP {
    @Override
    BatchEngine open() {
      return new HadoopBatch();
    }
  };

  abstract BatchEngine open();

  /**
   * Returns the engine with this name.
   *
   * @throws MisuseException if the name is unknown; the message suggests names
   */
  static Engine named(String name) {
    return Arrays.stream(values())
        .filter(engine -> engine.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                MisuseException.unknown(
                    "cannot run on engine",
                    name,
                    Arrays.stream(values()).map(Engine::word).toList()));
  }

  /** Returns the engine that started this process, or {@link #LOCAL} if none did. */
  static Engine ofThisProcess() {
    if (System.getProperty("spark.master") != null) {
      return SPARK;
    }
    boolean isHadoopJar =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames.anyMatch(
                        frame -> frame.getClassName().equals("org.apache.hadoop.util.RunJar")));
    return isHadoopJar ? HADOOP : LOCAL;
  }

  /** Returns the name on the command line, in lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
