package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunPlan;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses inside this JVM, where the tasks of Spark run in others. */
@Tag("spark")
@Timeout(120)
class ExecutorReachIT {
  private static final String QUEUE = "memory:reach?queue";
  private static final String TOPIC = "memory:reach?topic=news";

  private static SparkSession session;

  @TempDir Path folder;

  /** Its worker has a core too few for an executor, which nothing here needs. */
  @BeforeAll
  static void open() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local-cluster[1,1,1024]")
            .setAppName("ExecutorReachIT")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.cores", "2");
    session = SparkSession.builder().config(conf).getOrCreate();
  }

  @AfterAll
  static void close() {
    session.stop();
  }

  private static void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("it lives inside this JVM, and the tasks of Spark on local-cluster")
        .hasMessageContaining("use a master like local[2], or name the address of a server");
  }

  @Test
  void areNoSourceAndNoSink() {
    assertRefused(() -> session.read().format("conveyor").load(QUEUE).count());
    Dataset<Row> rows = session.range(1).selectExpr("string(id) as body");
    for (String address : new String[] {QUEUE, TOPIC}) {
      assertRefused(
          () -> rows.write().format("conveyor").option("address", address).mode("append").save());
    }
  }

  @Test
  @SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
  void areInNoStream() throws Exception {
    Address queue = Address.parse(QUEUE);
    JavaStreamingContext context =
        new JavaStreamingContext(
            JavaSparkContext.fromSparkContext(session.sparkContext()), Durations.seconds(1));
    ReceiverSettings settings = ReceiverSettings.every(Duration.ofSeconds(1));
    assertRefused(() -> ConveyorStreams.receive(context, queue, settings));
    try (Run run = Run.open(RunPlan.of(folder + "/run", queue), new Configuration())) {
      assertRefused(() -> ConveyorStreams.direct(context, run, Bounds.defaults()));
      assertRefused(
          () ->
              StructuredStream.open(session, run, Bounds.defaults(), Duration.ofSeconds(1))
                  .close());
    }
  }
}
