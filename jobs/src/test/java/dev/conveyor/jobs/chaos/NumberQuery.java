package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A program of a user's own: carries bodies from addresses to another one with a query of
 * Structured Streaming, and ends once nothing has come for a while.
 */
public final class NumberQuery {
  private static final String MOST_A_BATCH = "30000";
  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final long LOOK_MILLIS = 100;
  private static final String LOST = "conveyor_lost_messages_total";

  private NumberQuery() {}

  /**
   * Runs the query.
   *
   * @param words the word by which the launcher was told to start Spark, then: checkpoint, lease,
   *     where to write, where to read
   */
  public static void main(String[] words) throws Exception {
    try (SparkSession spark =
        SparkSession.builder()
            .config("spark.sql.streaming.noDataProgressEventInterval", "200ms")
            .getOrCreate()) {
      IdleWatch watch = new IdleWatch();
      spark.streams().addListener(watch);
      DataStreamReader reader =
          spark
              .readStream()
              .format("conveyor")
              .option("lease", words[2])
              .option("failOnDataLoss", false)
              .option("maxOffsetsPerTrigger", MOST_A_BATCH);
      for (int from = 4; from < words.length; from++) {
        reader.option("address." + from, words[from]);
      }
      StreamingQuery query = start(reader.load(), words[1], words[3]);
      while (!query.awaitTermination(LOOK_MILLIS)) {
        if (watch.idle().compareTo(IDLE) >= 0) {
          query.stop();
        }
      }
      System.out.println(summary(query));
    }
  }

  /** The messages that Redis itself has lost, as the source tells: a number or {@code unknown}. */
  private static String summary(StreamingQuery query) {
    StreamingQueryProgress progress = query.lastProgress();
    String lost = progress == null ? "0" : progress.sources()[0].metrics().get(LOST);
    return "{\"lost\":" + (lost.equals("unknown") ? "\"unknown\"" : lost) + "}";
  }

  private static StreamingQuery start(Dataset<Row> messages, String checkpoint, String to)
      throws TimeoutException {
    return messages
        .select("body")
        .as(Encoders.BINARY())
        .mapPartitions(new NumberRows(), Encoders.BINARY())
        .toDF("body")
        .writeStream()
        .format("conveyor")
        .option("address", to)
        .option("checkpointLocation", checkpoint)
        .trigger(Trigger.ProcessingTime(100))
        .start();
  }
}
