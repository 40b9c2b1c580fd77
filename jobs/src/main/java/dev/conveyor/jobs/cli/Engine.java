package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.hadoop.HadoopBatch;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.spark.SparkBatch;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engine of a batch. Nothing of an engine is linked before {@link #open}. */
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
   * The engine of that name.
   *
   * @throws MisuseException if there is none
   */
  static Engine named(String name) {
    return Arrays.stream(values())
        .filter(engine -> engine.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MisuseException(
                    "cannot run on engine "
                        + name
                        + ": unknown; use one of: "
                        + Arrays.stream(values())
                            .map(Engine::word)
                            .collect(Collectors.joining(", "))));
  }

  /** The engine that has started this process; local if none has. */
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

  /** As the command line spells it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
