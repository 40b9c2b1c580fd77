package dev.conveyor.jobs.stream;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** One use of Spark Streaming. Closing stops it, whatever the state. Belongs to one thread. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
record SparkStream(JavaStreamingContext context) implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  /** Starts Spark, but not yet the stream. */
  static SparkStream open(SparkConf conf, Duration interval) {
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(interval.toMillis()));
    // A task that waits for a server ends at once when its job is cancelled.
    context.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "true");
    return new SparkStream(context);
  }

  /** Runs the stream until the end is reached, a receiver gives up, or Spark was stopped. */
  void run(EndCondition end, StreamProgress progress) throws InterruptedException {
    context.start();
    while (!end.isReached(progress) && progress.failure().isEmpty()) {
      if (context.awaitTerminationOrTimeout(LOOK_MILLIS)) {
        return;
      }
    }
  }

  /** Stops after all batches that have begun. */
  void finish() {
    context.stop(true, true);
  }

  /** Stops on another thread: an interrupt would leave Spark half stopped. */
  @Override
  public void close() {
    if (context.getState() == StreamingContextState.STOPPED) {
      return;
    }
    Thread stopper = new Thread(() -> context.stop(true, false), "conveyor-stop");
    stopper.start();
    boolean isInterrupted = false;
    while (stopper.isAlive()) {
      try {
        stopper.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
