package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.batch.EngineThread;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Work on a Spark context, from its start to its stop; can be cancelled at any time. The context
 * stops after its tasks have ended, or after 10 s. The output of later writes could not be cleaned
 * up.
 */
final class CancellableSpark<T> {
  private static final Duration END_OF_TASKS = Duration.ofSeconds(10);

  private final SparkConf conf;
  private final Work<T> work;
  private JavaSparkContext context;
  private boolean isCancelled;

  /** The work to do with a context. */
  @FunctionalInterface
  interface Work<T> {
    T with(JavaSparkContext context) throws InterruptedException;
  }

  CancellableSpark(SparkConf conf, Work<T> work) {
    this.conf = conf;
    this.work = work;
  }

  /**
   * Waits for the result.
   *
   * @throws ExecutionException with what the work has thrown
   * @throws InterruptedException if the caller is interrupted; Spark has stopped then
   */
  T result() throws ExecutionException, InterruptedException {
    return EngineThread.run(this::fromStartToStop, this::cancel);
  }

  private T fromStartToStop() throws InterruptedException {
    try (JavaSparkContext started = new JavaSparkContext(conf)) {
      RunningTasks tasks = new RunningTasks();
      started.sc().addSparkListener(tasks);
      begin(started);
      try {
        return work.with(started);
      } finally {
        end();
        tasks.awaitNone(END_OF_TASKS);
      }
    }
  }

  private synchronized void begin(JavaSparkContext started) throws InterruptedException {
    if (isCancelled) {
      throw new InterruptedException();
    }
    context = started;
  }

  private synchronized void end() {
    context = null;
  }

  private synchronized void cancel() {
    isCancelled = true;
    if (context != null) {
      context.cancelAllJobs();
    }
  }
}
