package dev.conveyor.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the words of a Redis stream through spark-redis' source for Structured Streaming, as its
 * documentation shows. The counts of each batch are collected; nothing is written.
 *
 * <p>Arguments and output are those of {@link SparkRedis}.
 */
public final class SparkRedisStructured {
  private static final long IDLE_NANOS = 20_000_000_000L;

  private volatile long words;
  private volatile long firstNanos;
  private volatile long lastNanos;

  public static void main(String[] arguments) throws Exception {
    try (SparkSession session =
        SparkSession.builder()
            .appName("spark-redis")
            .master("local[3]")
            .config("spark.ui.enabled", "false")
            .config("spark.redis.host", "127.0.0.1")
            .config("spark.redis.port", arguments[0])
            .getOrCreate()) {
      String key = arguments[2];
      Dataset<Row> bodies =
          session
              .readStream()
              .format("redis")
              .option("stream.keys", key)
              .option(
                  "stream.offsets",
                  "{\"offsets\":{\"" + key + "\":{\"groupName\":\"bench\",\"offset\":\"0-0\"}}}")
              .schema(new StructType().add("body", "string"))
              .load();
      long wordsEach = Long.parseLong(arguments[4]);
      SparkRedisStructured counting = new SparkRedisStructured();
      VoidFunction2<Dataset<Row>, Long> add = (batch, id) -> counting.add(batch);
      StreamingQuery query = bodies.writeStream().foreachBatch(add).start();
      counting.awaitEnd(Long.parseLong(arguments[3]) * wordsEach);
      query.stop();
      System.out.printf(
          Locale.ROOT,
          "%d %.3f%n",
          counting.words / wordsEach,
          (counting.lastNanos - counting.firstNanos) / 1e9);
    }
  }

  private void add(Dataset<Row> batch) {
    long start = System.nanoTime();
    List<Row> counts =
        batch
            .select(explode(split(col("body"), " ")).as("word"))
            .groupBy("word")
            .count()
            .collectAsList();
    if (counts.isEmpty()) {
      return;
    }
    firstNanos = firstNanos == 0 ? start : firstNanos;
    lastNanos = System.nanoTime();
    words += counts.stream().mapToLong(row -> row.getLong(1)).sum();
  }

  private void awaitEnd(long expected) throws InterruptedException {
    long start = System.nanoTime();
    while (words < expected && System.nanoTime() - Math.max(start, lastNanos) < IDLE_NANOS) {
      Thread.sleep(20);
    }
  }
}
