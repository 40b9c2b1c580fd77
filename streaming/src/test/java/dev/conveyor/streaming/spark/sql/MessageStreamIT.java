package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** Queries that read lists and streams. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageStreamIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;
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
    run(reader("list=words").load());
    assertThat(batches).isEmpty();
    REDIS.client().rpush("words", numbers(0, 100));
    run(reader("list=words").load());
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 100));
    REDIS.client().rpush("words", numbers(100, 250));
    run(reader("list=words").load());
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 250));
    run(reader("list=words").load());
    assertThat(batches).hasSize(2).doesNotContainValue(List.of());
    assertThat(REDIS.client().keys("*claim*")).isEmpty();
  }

  private void add(String stream, int from, int to) {
    for (int number = from; number < to; number++) {
      REDIS.client().xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("body", "" + number));
    }
  }

  @Test
  void readsStreamsAndListsTogether() throws Exception {
    add("log", 0, 100);
    REDIS.client().rpush("words", numbers(100, 200));
    Dataset<Row> rows = reader("list=words").option("address.1", address("stream=log")).load();
    run(rows);
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 200));
    add("log", 200, 300);
    run(rows);
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 300));
  }

  @Test
  void limitsBatchesOverAllAddresses() throws Exception {
    add("log", 0, 100);
    REDIS.client().rpush("words", numbers(100, 400));
    Dataset<Row> rows =
        reader("list=words")
            .option("address.1", address("stream=log"))
            .option("maxOffsetsPerTrigger", 40)
            .load();
    run(rows);
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 400));
    assertThat(batches.values()).allMatch(batch -> batch.size() <= 40).hasSizeLessThan(13);
  }

  @Test
  void findsListsThatMatchAPattern() throws Exception {
    REDIS.client().rpush("orders-1", numbers(0, 100));
    REDIS.client().rpush("other", numbers(1_000, 1_100));
    Dataset<Row> rows = reader("lists=orders-*").option("discoveryInterval", "100ms").load();
    StreamingQuery query = start(rows, Trigger.ProcessingTime(0));
    try {
      await().until(() -> all().size() == 100);
      REDIS.client().rpush("orders-2", numbers(100, 200));
      await().until(() -> all().size() == 200);
      REDIS.client().rpush("orders-1", numbers(200, 300));
      await().until(() -> all().size() == 300);
    } finally {
      query.stop();
    }
    REDIS.client().rpush("orders-2", numbers(300, 400));
    run(rows);
    assertThat(all()).containsExactlyInAnyOrder(numbers(0, 400));
    assertThat(REDIS.client().llen("other")).isEqualTo(100);
  }

  @Test
  void givesAllColumns() throws Exception {
    REDIS.client().xadd("log", new StreamEntryID("1700000000123-7"), Map.of("body", "plain"));
    REDIS
        .client()
        .xadd(
            "log",
            new StreamEntryID("1700000000123-8"),
            Map.of(
                "body", "sealed",
                "conveyor-producer", "00000000000000ff",
                "conveyor-sequence", "3",
                "conveyor-time", "1600000000000"));
    List<String> rows = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) ->
            batch
                .selectExpr("source", "id", "sent_at", "string(body)", "producer", "sequence")
                .collectAsList()
                .forEach(row -> rows.add(row.mkString("|")));
    reader("stream=log")
        .load()
        .writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    assertThat(rows)
        .containsExactlyInAnyOrder(
            "log|1700000000123-7|2023-11-14 22:13:20.123|plain|null|null",
            "log|1700000000123-8|2020-09-13 12:26:40.0|sealed|00000000000000ff|3");
  }

  @Test
  void countsByEventTimeWindow() throws Exception {
    for (int minute = 0; minute < 10; minute++) {
      REDIS
          .client()
          .xadd(
              "log",
              new StreamEntryID(1_700_000_040_000L + 60_000L * minute, 0),
              Map.of("body", "" + minute % 2));
    }
    Path out = folder.resolve("out");
    reader("stream=log")
        .option("maxOffsetsPerTrigger", 3)
        .load()
        .withWatermark("sent_at", "1 minute")
        .groupBy(
            functions.window(functions.col("sent_at"), "5 minutes"),
            functions.col("body").cast("string").as("body"))
        .count()
        .selectExpr("window.start", "body", "count")
        .writeStream()
        .format("parquet")
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start(out.toString())
        .awaitTermination();
    assertThat(SPARK.session().read().parquet(out.toString()).collectAsList())
        .extracting(row -> row.mkString("|"))
        .contains("2023-11-14 22:10:00.0|0|1");
  }

  @Test
  void reportsItsMetrics() throws Exception {
    REDIS.client().rpush("words", numbers(0, 100));
    StreamingQuery query =
        start(
            reader("list=words").option("maxOffsetsPerTrigger", 60).load(), Trigger.AvailableNow());
    query.awaitTermination();
    assertThat(query.recentProgress())
        .extracting(progress -> progress.sources()[0].metrics().get("conveyor_source_lag_messages"))
        .contains("40", "0");
    assertThat(query.lastProgress().sources()[0].metrics())
        .containsEntry("conveyor_lost_messages_total", "0")
        .containsEntry("conveyor_dead_letters_total", "0");
  }

  @Test
  void readsTheFieldsOfEntries() throws Exception {
    Map<String, String> order =
        Map.of("id", "7", "sku", "bar", "price", "1.50", "at", "2024-05-01T10:00:00Z");
    REDIS.client().xadd("orders", new StreamEntryID("1700000000000-1"), order);
    REDIS
        .client()
        .xadd("orders", new StreamEntryID("1700000000000-2"), Map.of("id", "x", "sku", "?"));
    REDIS.client().xadd("orders", new StreamEntryID("1700000000000-3"), Map.of("sku", "café"));
    Path out = folder.resolve("out");
    Dataset<Row> rows =
        reader("stream=orders")
            .schema("id BIGINT, sku STRING, price DECIMAL(10,2), at TIMESTAMP, _id STRING")
            .load();
    StreamingQuery query =
        rows.writeStream()
            .format("parquet")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(out.toString());
    query.awaitTermination();
    assertThat(SPARK.session().read().parquet(out.toString()).orderBy("_id").collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactly(
            "7|bar|1.50|2024-05-01 10:00:00.0|1700000000000-1",
            "null|café|null|null|1700000000000-3");
    assertThat(
            SPARK
                .session()
                .read()
                .json(folder + "/checkpoint/sources/0/_dead/messages")
                .collectAsList())
        .extracting(
            row ->
                row.getAs("reason")
                    + " "
                    + row.getAs("position")
                    + " "
                    + row.<Row>getAs("fields").mkString(","))
        .containsExactly("field id \"x\" is no bigint id 1700000000000-2 eA==,Pw==");
  }

  @Test
  void writesDeadLettersOnceOrGivesThemAsRows() throws Exception {
    REDIS.client().rpush("words", "good", "x".repeat(2_000), "better");
    StreamingQuery query =
        start(reader("list=words").option("maxMessage", "1k").load(), Trigger.AvailableNow());
    query.awaitTermination();
    assertThat(all()).containsExactly("good", "better");
    assertThat(query.lastProgress().sources()[0].metrics())
        .containsEntry("conveyor_dead_letters_total", "1");
    Path dead = folder.resolve("checkpoint/sources/0/_dead/messages");
    assertThat(SPARK.session().read().json(dead.toString()).collectAsList())
        .extracting(row -> row.<String>getAs("reason"))
        .containsExactly("message of 2000 bytes is over the limit of 1024");
    REDIS.client().rpush("words", "good", "x".repeat(2_000));
    Dataset<Row> rows =
        reader("list=words")
            .option("maxMessage", "1k")
            .schema("_body BINARY, _death_reason STRING, _address STRING")
            .load()
            .selectExpr("cast(concat(string(_death_reason), _address) as binary) as body");
    folder = folder.resolve("other");
    run(rows.filter("body is not null"));
    assertThat(all())
        .contains("message of 2000 bytes is over the limit of 1024" + address("list=words"));
  }
}
