package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** Queries on a Redis, which fail in a batch or not. */
abstract class FailingQueries {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir Path folder;
  final Map<Long, List<String>> batches = new ConcurrentSkipListMap<>();

  static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  static DataStreamReader reader(String query) {
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", address(query))
        .option("lease", "1s")
        .option("maxOffsetsPerTrigger", 10);
  }

  static List<String> bodies(Dataset<Row> batch) {
    return batch.select("body").collectAsList().stream()
        .map(row -> new String(row.<byte[]>getAs(0), UTF_8))
        .toList();
  }

  /** Collects each batch, then fails in that one. */
  StreamingQuery start(Dataset<Row> rows, long failing) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          batches.put(id, bodies(batch));
          if (id == failing) {
            throw new IllegalStateException("the output failed");
          }
        };
    return rows.writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", checkpoint())
        .trigger(Trigger.AvailableNow())
        .start();
  }

  String checkpoint() {
    return folder.resolve("checkpoint").toString();
  }

  void run(Dataset<Row> rows) throws Exception {
    start(rows, -1).awaitTermination();
  }

  void runFailingIn(long batch, Dataset<Row> rows) throws Exception {
    StreamingQuery query = start(rows, batch);
    assertThatThrownBy(query::awaitTermination).hasMessageContaining("the output failed");
  }

  List<String> all() {
    return batches.values().stream().flatMap(List::stream).toList();
  }

  static void add(int from, int to) {
    for (int number = from; number < to; number++) {
      REDIS.client().xadd("in", StreamEntryID.NEW_ENTRY, Map.of("body", "" + number));
    }
  }
}
