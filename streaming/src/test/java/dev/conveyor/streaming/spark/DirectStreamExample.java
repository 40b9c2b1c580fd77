package dev.conveyor.streaming.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunPlan;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** A direct stream as a user writes it. */
@SuppressWarnings("deprecation") // DStreams, as in the code under test.
final class DirectStreamExample {
  private DirectStreamExample() {}

  static Run start(JavaStreamingContext context, String out, Address address)
      throws InterruptedException {
    Configuration files = context.sparkContext().hadoopConfiguration();
    Run run = Run.open(RunPlan.of(out + "/_conveyor", address).withOutput(out), files);
    DirectStream stream = ConveyorStreams.direct(context, run, Bounds.defaults());
    JavaDStream<String> words = stream.bodies().map(body -> new String(body, UTF_8));
    stream.saveAsText(words, "words");
    context.start();
    return run;
  }
}
