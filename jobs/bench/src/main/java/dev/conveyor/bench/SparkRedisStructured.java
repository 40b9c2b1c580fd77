package dev.conveyor.bench;

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
  private SparkRedisStructured() {}

  public static void main(String[] arguments) throws Exception {
    try (SparkSession session =
        SparkSession.builder()
            .appName("spark-redis")
            .master("local[3]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", QueryWords.PARTITIONS)
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
      QueryWords counting = new QueryWords();
      StreamingQuery query = bodies.writeStream().foreachBatch(counting).start();
      counting.totals().awaitWords(Long.parseLong(arguments[3]) * wordsEach);
      query.stop();
      counting.totals().print(wordsEach);
    }
  }
}
