package dev.conveyor.bench;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Counts the words of a Redis list or stream through our source for Structured Streaming, by its
 * public name and with its defaults: the messages that wait, then it ends. Each micro-batch is
 * processed as in {@link SparkRedisStructured}.
 *
 * <p>Arguments and output are those of {@link SparkRedis}.
 */
public final class ConveyorStructured {
  private ConveyorStructured() {}

  public static void main(String[] arguments) throws Exception {
    try (SparkSession session =
        SparkSession.builder()
            .appName("conveyor")
            .master("local[3]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", QueryWords.PARTITIONS)
            .getOrCreate()) {
      String address =
          "redis://127.0.0.1:" + arguments[0] + "?" + arguments[1] + "=" + arguments[2];
      Dataset<Row> bodies =
          session
              .readStream()
              .format("conveyor")
              .option("address", address)
              .load()
              .select(col("body").cast("string").as("body"));
      QueryWords counting = new QueryWords();
      bodies
          .writeStream()
          .foreachBatch(counting)
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();
      counting.totals().print(Long.parseLong(arguments[4]));
    }
  }
}
