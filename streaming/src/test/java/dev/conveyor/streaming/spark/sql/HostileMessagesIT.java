package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** Messages that no honest producer writes, which end no query, and letters of several queries. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class HostileMessagesIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private StreamingQuery run(String name, String query, String schema, Map<String, String> options)
      throws Exception {
    StreamingQuery started =
        SPARK
            .session()
            .readStream()
            .format("conveyor")
            .schema(schema)
            .options(options)
            .load(address(query))
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", folder.resolve(name + "/checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(folder.resolve(name + "/out").toString());
    started.awaitTermination();
    return started;
  }

  private Dataset<Row> letters() {
    return SPARK.session().read().json(folder.resolve("letters/_dead/messages").toString());
  }

  private List<String> reasons() {
    return letters().select("reason").as(Encoders.STRING()).collectAsList();
  }

  @Test
  void takesNoTimeThatNoClockShows() throws Exception {
    for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 1_600_000_000_000L}) {
      Envelope envelope = new Envelope(255, 1, Instant.ofEpochMilli(millis));
      REDIS.client().rpush("words".getBytes(UTF_8), envelope.seal(new byte[] {'a'}));
    }
    String schema = "_sent_at TIMESTAMP, _sequence BIGINT";
    StreamingQuery query = run("list", "list=words", schema, Map.of("maxOffsetsPerTrigger", "1"));
    String lag = "conveyor_source_lag_seconds";
    assertThat(query.recentProgress())
        .filteredOn(progress -> progress.numInputRows() == 1)
        .extracting(progress -> progress.sources()[0].metrics().containsKey(lag))
        .containsExactly(false, false, true, true);
    assertThat(SPARK.session().read().parquet(folder + "/list/out").collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactlyInAnyOrder("null|1", "null|1", "null|1", "2020-09-13 12:26:40.0|1");
  }

  @Test
  void takesNoTimeOfAnEntryThatNoClockShows() throws Exception {
    int number = 0;
    for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1_600_000_000_000L}) {
      Map<String, String> fields =
          Map.of(
              "body", "sealed",
              "conveyor-producer", "00000000000000ff",
              "conveyor-sequence", "3",
              "conveyor-time", Long.toString(millis));
      REDIS.client().xadd("log", new StreamEntryID(1_700_000_000_000L, number++), fields);
    }
    Dataset<Row> rows = SPARK.session().read().format("conveyor").load(address("stream=log"));
    assertThat(rows.selectExpr("sent_at", "sequence").collectAsList())
        .extracting(row -> row.mkString("|"))
        .containsExactly(
            "2023-11-14 22:13:20.0|3", "2023-11-14 22:13:20.0|3", "2020-09-13 12:26:40.0|3");
  }

  @Test
  void keepsTheDeadLettersOfQueriesOnOnePathApart() throws Exception {
    REDIS.client().xadd("log", new StreamEntryID("1-0"), Map.of("a", "x", "b", "y"));
    Map<String, String> options = Map.of("deadLetterPath", folder.resolve("letters").toString());
    run("one", "stream=log", "a INT", options);
    run("one", "stream=log", "a INT", options);
    assertThat(reasons()).containsExactly("field a \"x\" is no int");
    run("other", "stream=log", "b INT", options);
    assertThat(reasons())
        .containsExactlyInAnyOrder("field a \"x\" is no int", "field b \"y\" is no int");
    Dataset<Row> batch =
        SPARK
            .session()
            .read()
            .format("conveyor")
            .schema("a DATE")
            .options(options)
            .load(address("stream=log"));
    assertThat(batch.collectAsList()).isEmpty();
    assertThat(batch.collectAsList()).isEmpty();
    assertThat(reasons()).hasSize(3).contains("field a \"x\" is no date");
    assertThat(batch.count()).isZero();
    assertThat(reasons()).hasSize(4);
  }
}
