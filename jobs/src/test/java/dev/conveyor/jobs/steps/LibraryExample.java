package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.DirectStream;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** The documentation's program, ended after a time without messages. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class LibraryExample {
  private static final long LOOK_MILLIS = 50;

  private LibraryExample() {}

  static void run(String out, Address address, Duration interval, int limit, Duration idle)
      throws InterruptedException {
    SparkConf conf = new SparkConf().setAppName("library example");
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(interval.toMillis()));
    Configuration files = context.sparkContext().hadoopConfiguration();
    RunPlan plan = RunPlan.of(out + "/_conveyor", address).withOutput(out).withLease(Door.LEASE);
    try (Run run = Run.open(plan, files)) {
      DirectStream stream = ConveyorStreams.direct(context, run, Bounds.ofMessages(limit));
      JavaDStream<String> words = stream.bodies().map(body -> new String(body, UTF_8));
      stream.saveAsText(words, Door.LIBRARY.results());
      context.start();
      awaitEnd(context, stream, idle);
      stream.finish();
      context.stop(true, true);
      if (stream.failure().isPresent()) {
        throw stream.failure().get();
      }
    } finally {
      context.stop(true, false);
    }
  }

  private static void awaitEnd(JavaStreamingContext context, DirectStream stream, Duration idle)
      throws InterruptedException {
    while (stream.idle().compareTo(idle) < 0 && stream.failure().isEmpty()) {
      if (context.awaitTerminationOrTimeout(LOOK_MILLIS)) {
        return;
      }
    }
  }
}
