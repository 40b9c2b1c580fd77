package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Messages are released once their batch is in Spark's commit log, and not before. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class CommitLogIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static DataStreamReader reader(String query) {
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query)
        .option("maxOffsetsPerTrigger", 10);
  }

  private String checkpoint() {
    return folder.resolve("checkpoint").toString();
  }

  @Test
  void runsInsideTheFunctionOfAnother() throws Exception {
    Map<Long, Long> batches = new ConcurrentSkipListMap<>();
    REDIS.client().rpush("in", numbers(0, 15));
    REDIS.client().rpush("inner", numbers(0, 25));
    VoidFunction2<Dataset<Row>, Long> starting =
        (batch, id) -> {
          if (id == 1) {
            String own = folder.resolve("inner").toString();
            reader("list=inner")
                .load()
                .writeStream()
                .foreachBatch(
                    (VoidFunction2<Dataset<Row>, Long>)
                        (inner, number) -> batches.put(number, inner.count()))
                .option("checkpointLocation", own)
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
          }
        };
    reader("list=in")
        .load()
        .writeStream()
        .foreachBatch(starting)
        .option("checkpointLocation", checkpoint())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    assertThat(batches).isEqualTo(Map.of(0L, 10L, 1L, 10L, 2L, 5L));
    assertThat(REDIS.client().keys("*:claim:*")).isEmpty();
  }

  @Test
  void refusesToReleaseWhatSparkHasNotCommitted() throws Exception {
    REDIS.client().rpush("in", numbers(0, 35));
    StreamingQuery query =
        reader("list=in")
            .load()
            .writeStream()
            .format("noop")
            .option("checkpointLocation", checkpoint())
            .option("asyncProgressTrackingEnabled", true)
            .option("asyncProgressTrackingCheckpointIntervalMs", 60_000)
            .trigger(Trigger.ProcessingTime(0))
            .start();
    assertThatThrownBy(query::awaitTermination)
        .hasMessageContaining("set asyncProgressTrackingEnabled to false");
    assertThat(REDIS.client().keys("*:claim:*")).hasSize(1);
  }
}
