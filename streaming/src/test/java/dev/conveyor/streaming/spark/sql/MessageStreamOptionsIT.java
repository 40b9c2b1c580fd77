package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.StreamEntryID;

/** Where a query begins, and how its batches are limited and divided. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageStreamOptionsIT {
  private static final Duration SOON = Duration.ofMinutes(1);

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;

  /** By batch, the bodies of each partition. */
  private final Map<Long, List<List<String>>> batches = new ConcurrentSkipListMap<>();

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private static DataStreamReader reader(String query) {
    return SPARK.session().readStream().format("conveyor").option("address", address(query));
  }

  private StreamingQuery start(Dataset<Row> rows, Trigger trigger) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          Map<Integer, List<String>> byPartition = new ConcurrentSkipListMap<>();
          batch.selectExpr("spark_partition_id()", "body").collectAsList().stream()
              .forEach(
                  row ->
                      byPartition
                          .computeIfAbsent(row.getInt(0), partition -> new ArrayList<>())
                          .add(new String(row.<byte[]>getAs(1), UTF_8)));
          batches.put(id, List.copyOf(byPartition.values()));
        };
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
    return batches.values().stream().flatMap(List::stream).flatMap(List::stream).toList();
  }

  private static void push(int from, int to) {
    REDIS
        .client()
        .rpush("in", IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /** Adds an entry with its number as the body and as the milliseconds of its ID. */
  private static void add(String stream, int... numbers) {
    for (int number : numbers) {
      REDIS.client().xadd(stream, new StreamEntryID(number, 0), Map.of("body", "" + number));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "startingOffsets   | earliest | 1000,2000,3000,4000",
        "startingOffsets   | latest   | 4000",
        "startingOffsets   | 2000-0   | 2000,3000,4000",
        "startingOffsets   | 2000-1   | 3000,4000",
        "startingTimestamp | 1001     | 2000,3000,4000"
      })
  void beginsWhereItIsToldTo(String option, String start, String expected) throws Exception {
    add("log", 1_000, 2_000, 3_000);
    Dataset<Row> rows = reader("stream=log").option(option, start).load();
    run(rows);
    add("log", 4_000);
    run(rows);
    assertThat(all()).containsExactly(expected.split(",", -1));
  }

  @Test
  void beginsAtEachAddressWhereItIsToldTo() throws Exception {
    add("one", 1_000, 2_000);
    add("other", 1_500, 2_500);
    Dataset<Row> rows =
        reader("stream=one")
            .option("address.1", address("stream=other"))
            .option(
                "startingOffsets",
                "{\""
                    + address("stream=one")
                    + "\":\"2000-0\",\""
                    + address("stream=other")
                    + "\":\"latest\"}")
            .load();
    run(rows);
    assertThat(all()).containsExactly("2000");
    add("other", 3_500);
    run(rows);
    assertThat(all()).containsExactly("2000", "3500");
  }

  /** Messages there were written since the query began. */
  @Test
  void beginsAtTheOldestMessageOfAStreamThatItFindsLater() throws Exception {
    add("log-a", 1_000);
    Dataset<Row> rows = reader("streams=log-*").option("startingOffsets", "latest").load();
    run(rows);
    add("log-a", 2_000);
    add("log-b", 3_000, 4_000);
    run(rows);
    assertThat(all()).containsExactlyInAnyOrder("2000", "3000", "4000");
  }

  @Test
  void waitsForTheLeastNumberOfMessages() throws Exception {
    Dataset<Row> patient =
        reader("list=in").option("minOffsetsPerTrigger", 10).option("maxTriggerDelay", "1h").load();
    StreamingQuery query = start(patient, Trigger.ProcessingTime(0));
    push(0, 9);
    query.processAllAvailable();
    assertThat(batches).isEmpty();
    push(9, 12);
    await().atMost(SOON).until(() -> all().size() == 12);
    query.stop();
    assertThat(batches).hasSize(1);
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    Dataset<Row> impatient =
        reader("list=in").option("minOffsetsPerTrigger", 10).option("maxTriggerDelay", "1s").load();
    StreamingQuery query = start(impatient, Trigger.ProcessingTime(0));
    push(0, 3);
    await().atMost(SOON).until(() -> all().size() == 3);
    query.stop();
  }

  @Test
  void limitsTheBytesOfABatch() throws Exception {
    for (int number = 0; number < 100; number++) {
      REDIS.client().rpush("in", "x".repeat(1_000));
    }
    run(reader("list=in").option("maxBytesPerTrigger", "10000").load());
    assertThat(all()).hasSize(100);
    assertThat(batches.values())
        .allSatisfy(
            batch -> assertThat(batch.stream().mapToInt(List::size).sum()).isBetween(1, 20));
  }

  @ParameterizedTest
  @CsvSource({"minPartitions, 5, 5", "maxRecordsPerPartition, 25, 4"})
  void dividesOneListBetweenTasks(String option, int value, int partitions) throws Exception {
    push(0, 100);
    run(reader("list=in").option(option, value).load());
    assertThat(batches.get(0L)).hasSizeGreaterThanOrEqualTo(partitions);
    assertThat(all())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lease             | 0s                   | give 100ms or more",
        "deadLetterPath    | ''                   | name a folder",
        "maxOffsetsPerTrigger | 9223372036854775808 | from 1 to 9223372036854775807",
        "address.1         | redis://h?hash=key   | it holds totals and no messages",
        "address.1         | redis://h?channel=a  | conveyor relay",
        "schema            | sku STRING           | its messages have no fields, such as sku"
      })
  void refusesWhatItCannotUse(String option, String value, String reason) {
    DataStreamReader reader = reader("list=in");
    if (option.equals("schema")) {
      reader.schema(value);
    } else {
      reader.option(option, value);
    }
    assertThatThrownBy(() -> start(reader.load(), Trigger.AvailableNow()).awaitTermination())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "startingOffsets, latest",
    "startingOffsets, 1700000000000-0",
    "startingTimestamp, 1700000000000"
  })
  void refusesAStartOfAListThatMatches(String option, String start) {
    push(0, 3);
    assertThatThrownBy(() -> run(reader("lists=i*").option(option, start).load()))
        .hasMessageContaining("a queue is read from its oldest message");
    assertThat(REDIS.client().keys("*")).containsExactly("in");
  }

  @Test
  void takesTheLargestNumber() throws Exception {
    push(0, 3);
    run(reader("list=in").option("maxOffsetsPerTrigger", Long.MAX_VALUE).load());
    assertThat(all()).containsExactly("0", "1", "2");
  }

  @Test
  void refusesAnEndOfAStream() {
    assertThatThrownBy(() -> run(reader("stream=log").option("endingOffsets", "latest").load()))
        .hasMessageContaining("cannot use endingOffsets or endingTimestamp in a stream");
  }
}
