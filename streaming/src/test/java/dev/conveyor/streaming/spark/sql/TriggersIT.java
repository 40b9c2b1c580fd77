package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.redis.RedisExtension;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
import redis.clients.jedis.StreamEntryID;

/** Triggers other than the usual ones, and the gauges of running queries. */
@Tag("spark")
@Timeout(240)
class TriggersIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  @TempDir private Path folder;
  private final List<List<String>> batches = new ArrayList<>();

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static DataStreamReader reader(String query) {
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query);
  }

  private String checkpoint() {
    return folder.resolve("checkpoint").toString();
  }

  private StreamingQuery start(
      Dataset<Row> rows, Trigger trigger, VoidFunction2<Dataset<Row>, Long> process)
      throws Exception {
    return rows.writeStream()
        .foreachBatch(process)
        .option("checkpointLocation", checkpoint())
        .trigger(trigger)
        .start();
  }

  private void collect(Dataset<Row> batch) {
    batches.add(
        batch.select("body").collectAsList().stream()
            .map(row -> new String(row.<byte[]>getAs(0), UTF_8))
            .toList());
  }

  @Test
  void continuousIsRefused() {
    assertThatThrownBy(
            () ->
                reader("list=words")
                    .load()
                    .writeStream()
                    .format("noop")
                    .option("checkpointLocation", checkpoint())
                    .trigger(Trigger.Continuous("1 second"))
                    .start()
                    .awaitTermination())
        .hasMessageContaining("cannot read messages in continuous mode")
        .hasMessageContaining("use Trigger.ProcessingTime or Trigger.AvailableNow");
    assertThat(REDIS.client().keys("*")).isEmpty();
  }

  /** Without limits, and the next start releases what it had claimed. */
  @Test
  @SuppressWarnings("deprecation") // Spark deprecates Trigger.Once, and keeps it.
  void onceTakesAllThatWaitsInOneBatch() throws Exception {
    Dataset<Row> rows = reader("list=words").option("maxOffsetsPerTrigger", 10).load();
    for (int round = 0; round < 2; round++) {
      REDIS.client().rpush("words", numbers(35 * round, 35 * (round + 1)));
      start(rows, Trigger.Once(), (batch, id) -> collect(batch)).awaitTermination();
      assertThat(REDIS.client().keys("*:claim:*")).hasSize(1);
    }
    assertThat(batches).containsExactly(List.of(numbers(0, 35)), List.of(numbers(35, 70)));
    start(rows, Trigger.AvailableNow(), (batch, id) -> collect(batch)).awaitTermination();
    assertThat(batches).hasSize(2);
    assertThat(REDIS.client().keys("*:claim:*")).isEmpty();
  }

  /** By JMX, which takes what Spark's registry has. */
  private static Map<String, Double> gauges() throws Exception {
    Map<String, Double> gauges = new TreeMap<>();
    for (ObjectName name : BEANS.queryNames(new ObjectName("metrics:name=*.conveyor.*,*"), null)) {
      String metric = name.getKeyProperty("name").replaceFirst(".*\\.", "");
      gauges.put(metric, (Double) BEANS.getAttribute(name, "Value"));
    }
    return gauges;
  }

  private static void add(Instant time, int from, int to) {
    for (int number = from; number < to; number++) {
      REDIS
          .client()
          .xadd("log", new StreamEntryID(time.toEpochMilli(), number), Map.of("body", "" + number));
    }
  }

  @Test
  void gaugesShowARunningQuery() throws Exception {
    Instant aMinuteAgo = Instant.now().minusSeconds(60);
    add(aMinuteAgo, 1, 4);
    Dataset<Row> rows =
        reader("stream=log")
            .option("maxOffsetsPerTrigger", 3)
            .option("maxMessage", 3)
            .option("failOnDataLoss", false)
            .load();
    start(rows, Trigger.AvailableNow(), (batch, id) -> collect(batch)).awaitTermination();
    assertThat(gauges()).isEmpty();
    add(aMinuteAgo, 4, 10);
    REDIS.client().xtrim("log", 4, false);
    add(aMinuteAgo, 1_000, 1_001);
    CountDownLatch seen = new CountDownLatch(1);
    VoidFunction2<Dataset<Row>, Long> waiting =
        (batch, id) -> {
          collect(batch);
          seen.await();
        };
    StreamingQuery query = start(rows, Trigger.ProcessingTime(0), waiting);
    try {
      await().until(() -> batches.size() == 2);
      assertThat(gauges())
          .containsEntry("conveyor_source_lag_messages", 2.0)
          .containsEntry("conveyor_source_claimed_messages", 3.0)
          .containsEntry("conveyor_lost_messages_total", 2.0)
          .containsEntry("conveyor_dead_letters_total", 0.0)
          .hasEntrySatisfying(
              "conveyor_source_lag_seconds", lag -> assertThat(lag).isBetween(60.0, 300.0))
          .hasSize(5);
      seen.countDown();
      await()
          .untilAsserted(
              () ->
                  assertThat(gauges())
                      .containsEntry("conveyor_dead_letters_total", 1.0)
                      .containsEntry("conveyor_source_lag_messages", 0.0)
                      .containsEntry("conveyor_source_lag_seconds", 0.0)
                      .containsEntry("conveyor_source_claimed_messages", 0.0)
                      .containsEntry("conveyor_lost_messages_total", 2.0));
    } finally {
      seen.countDown();
      query.stop();
    }
    assertThat(gauges()).isEmpty();
  }
}
