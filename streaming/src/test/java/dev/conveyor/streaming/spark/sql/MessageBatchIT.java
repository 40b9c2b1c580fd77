package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.redis.RedisExtension;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.StreamEntryID;

/** Batches that look at what waits, and take none of it. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageBatchIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static DataFrameReader reader(String query) {
    return SPARK
        .session()
        .read()
        .format("conveyor")
        .option("address", "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query);
  }

  private static java.util.List<String> bodies(Dataset<Row> rows) {
    return rows.selectExpr("string(body)").as(Encoders.STRING()).collectAsList();
  }

  @Test
  void looksAtAListWithoutTakingFromIt() {
    REDIS.client().rpush("words", numbers(0, 20_000));
    Dataset<Row> rows = reader("list=words").load();
    assertThat(bodies(rows)).containsExactly(numbers(0, 20_000));
    assertThat(rows.count()).isEqualTo(20_000);
    assertThat(REDIS.client().llen("words")).isEqualTo(20_000);
    assertThat(rows.limit(5).count()).isEqualTo(5);
  }

  @Test
  void keepsItsViewWhileOthersTake() {
    REDIS.client().rpush("words", numbers(0, 1_000));
    Dataset<Row> rows = reader("list=words").option("minPartitions", 4).load();
    org.apache.spark.api.java.JavaRDD<Row> view = rows.selectExpr("string(body)").javaRDD();
    assertThat(view.getNumPartitions()).isEqualTo(4);
    REDIS.client().lpop("words", 900);
    REDIS.client().rpush("words", "more");
    assertThat(view.map(row -> row.getString(0)).collect()).containsExactly(numbers(0, 1_000));
    assertThat(view.count()).isEqualTo(1_000);
  }

  @Test
  void freesTheCopyWhenNothingRefersToIt() {
    REDIS.client().rpush("words", numbers(0, 100));
    assertThat(reader("list=words").load().count()).isEqualTo(100);
    await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return REDIS.client().keys("*copy*").isEmpty();
            });
  }

  @Test
  void readsAPartOfAStream() {
    for (int number = 0; number < 10; number++) {
      REDIS
          .client()
          .xadd(
              "log",
              new StreamEntryID(1_700_000_000_000L + number, 0),
              Map.of("body", "" + number));
    }
    assertThat(bodies(reader("stream=log").load())).containsExactly(numbers(0, 10));
    Dataset<Row> part =
        reader("stream=log")
            .option("startingOffsets", "1700000000003-0")
            .option("endingOffsets", "1700000000006-0")
            .load();
    assertThat(bodies(part)).containsExactly(numbers(3, 7));
    assertThat(bodies(reader("stream=log").option("startingTimestamp", "1700000000008").load()))
        .containsExactly(numbers(8, 10));
    String fromSeven = "stream=log&start=1700000000007-0";
    assertThat(bodies(reader(fromSeven).load())).containsExactly(numbers(7, 10));
    assertThat(bodies(reader(fromSeven).option("startingOffsets", "earliest").load()))
        .containsExactly(numbers(0, 10));
    assertThat(bodies(reader("stream=log&start=latest").load())).isEmpty();
  }

  @Test
  void tellsThePlannerHowMuchWaits() {
    REDIS.client().rpush("words", numbers(0, 1_000));
    Dataset<Row> rows = reader("list=words").load();
    assertThat(rows.queryExecution().optimizedPlan().stats().rowCount().get()).hasToString("1000");
  }

  /** The columns that a query needs decide nothing about which entries are rows. */
  @Test
  void countsEntriesWhateverColumnsAreRead() {
    REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("sku", "bar", "qty", "1"));
    REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("sku", "bar", "qty", "x"));
    REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("sku", "nut"));
    Dataset<Row> texts = reader("stream=log").schema("sku STRING, qty STRING").load();
    assertThat(texts.count()).isEqualTo(3);
    assertThat(texts.isEmpty()).isFalse();
    assertThat(texts.selectExpr("1").collectAsList()).hasSize(3);
    Dataset<Row> numbers = reader("stream=log").schema("sku STRING, qty BIGINT").load();
    assertThat(numbers.count()).isEqualTo(2);
    assertThat(numbers.select("sku").collectAsList()).hasSize(2);
    Dataset<Row> all =
        reader("stream=log").schema("qty BIGINT, _body BINARY, _death_reason STRING").load();
    assertThat(all.count()).isEqualTo(3);
    assertThat(all.select("_body").collectAsList()).hasSize(3);
    assertThat(all.where("_death_reason IS NOT NULL").select("_death_reason").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("field qty \"x\" is no bigint");
    assertThat(all.where("_death_reason IS NULL").count()).isEqualTo(2);
  }

  @Test
  void readsNothingWhereNothingIs() {
    assertThat(reader("list=none").load().count()).isZero();
    assertThat(reader("stream=none").load().count()).isZero();
    assertThat(reader("lists=none-*").load().count()).isZero();
  }

  /** A running query waits for its server; a batch that begins does not. */
  @Test
  void saysThatNoServerAnswers() {
    String nowhere = "redis://127.0.0.1:1?list=words";
    assertThatThrownBy(() -> SPARK.session().read().format("conveyor").load(nowhere).count())
        .hasStackTraceContaining(nowhere + ": no answer from 127.0.0.1:1");
    Dataset<Row> rows = SPARK.session().range(1).selectExpr("string(id) AS body");
    assertThatThrownBy(
            () -> rows.write().format("conveyor").option("address", nowhere).mode("append").save())
        .hasStackTraceContaining(nowhere + ": no answer from 127.0.0.1:1");
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThatThrownBy(() -> reader("channel=news").load())
        .hasMessageContaining("a topic keeps no messages")
        .hasMessageContaining("conveyor relay --from redis://");
    assertThatThrownBy(
            () -> reader("list=words").option("startingOffsets", "latest").load().count())
        .hasMessageContaining("a queue is read as a whole");
    String ofAnother = "{\"redis://127.0.0.1:1?stream=other\":\"latest\"}";
    assertThatThrownBy(
            () -> reader("stream=log").option("startingOffsets", ofAnother).load().count())
        .hasMessageContaining("name only addresses that are read: redis://127.0.0.1");
    assertThatThrownBy(
            () -> reader("stream=log").schema("sku STRING NOT NULL").load().collectAsList())
        .hasMessageContaining("cannot read field sku as NOT NULL: an entry may lack it");
    assertThatThrownBy(() -> reader("list=words").option("maxOffsetPerTrigger", 1).load())
        .hasMessageContaining("cannot use option maxOffsetPerTrigger: it is unknown")
        .hasMessageContaining("try maxOffsetsPerTrigger");
    assertThatThrownBy(() -> reader("list=words").option("password", "hunter2").load())
        .hasMessageContaining("CONVEYOR_REDIS_PASSWORD")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(
            () ->
                SPARK
                    .session()
                    .read()
                    .format("conveyor")
                    .load("redis://ada:hunter2@127.0.0.1?list=words"))
        .hasMessageNotContaining("hunter2");
  }
}
