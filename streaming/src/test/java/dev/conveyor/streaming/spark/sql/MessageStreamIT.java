package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.util.List;
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

/** Queries that read lists and streams. */
@Tag("spark")
@Timeout(240)
class MessageStreamIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir Path folder;
  private final Map<Long, List<String>> batches = new ConcurrentSkipListMap<>();

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private static DataStreamReader reader(String query) {
    return SPARK.session().readStream().format("conveyor").option("address", address(query));
  }

  private StreamingQuery start(Dataset<Row> rows, Trigger trigger) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) ->
            batches.put(
                id,
                batch.select("body").collectAsList().stream()
                    .map(row -> new String(row.<byte[]>getAs(0), UTF_8))
                    .toList());
    return rows.writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(trigger)
        .start();
  }

  private void run(Dataset<Row> rows) throws Exception {
    start(rows, Trigger.AvailableNow()).awaitTermination();
  }

  private List<String> all() {
    return batches.values().stream().flatMap(List::stream).toList();
  }

  @Test
  void readsAListOnceOverRestarts() throws Exception {
    REDIS.client().rpush("words", numbers(0, 100));
    run(reader("list=words").load());
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 100));
    REDIS.client().rpush("words", numbers(100, 250));
    run(reader("list=words").load());
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 250));
    run(reader("list=words").load());
    assertThat(batches).hasSize(2);
    assertThat(REDIS.client().keys("*claim*")).isEmpty();
  }
}
