package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.chaos.IdleWatch;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** A query that carries bodies from one address to another, two tasks a batch. */
final class QueryExample {
  private static final long LOOK_MILLIS = 50;
  private static final int TASKS = 2;

  private QueryExample() {}

  static void run(
      Door door, String checkpoint, String from, String to, Duration interval, int limit)
      throws Exception {
    try (SparkSession spark =
        SparkSession.builder()
            .appName("query example")
            .config("spark.sql.warehouse.dir", checkpoint + "/warehouse")
            .config("spark.sql.streaming.noDataProgressEventInterval", LOOK_MILLIS)
            .getOrCreate()) {
      IdleWatch watch = new IdleWatch();
      spark.streams().addListener(watch);
      Dataset<Row> messages =
          spark
              .readStream()
              .format("conveyor")
              .option("address", from)
              .option("lease", Door.LEASE.toMillis() + "ms")
              .option("maxOffsetsPerTrigger", limit)
              .option("minPartitions", TASKS)
              .load();
      StreamingQuery query =
          messages
              .select("body")
              .writeStream()
              .format("conveyor")
              .option("address", to)
              .option("checkpointLocation", checkpoint)
              .trigger(
                  door.endsByItself()
                      ? Trigger.AvailableNow()
                      : Trigger.ProcessingTime(interval.toMillis()))
              .start();
      try {
        while (!query.awaitTermination(LOOK_MILLIS)) {
          if (!door.endsByItself() && watch.idle().compareTo(door.idle()) >= 0) {
            query.stop();
          }
        }
      } finally {
        query.stop();
      }
    }
  }
}
