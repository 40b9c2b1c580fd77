package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** SQL on a server's lists, streams and hashes. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class ConveyorCatalogIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  private static SparkSession session;

  @BeforeAll
  static void open() {
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("ConveyorCatalogIT")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.catalog.redis", ConveyorCatalog.class.getName())
            .config("spark.sql.catalog.redis.address", "redis://127.0.0.1:" + REDIS.redis().port())
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.stop();
  }

  private static List<String> sql(String statement) {
    return session.sql(statement).collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  @Test
  void listsAndDescribesTables() {
    REDIS.client().rpush("orders", "a");
    REDIS.client().rpush("{orders}:dead", "b");
    REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "c"));
    assertThat(sql("SHOW NAMESPACES IN redis")).contains("list", "stream", "hash");
    assertThat(sql("SHOW TABLES IN redis.list")).containsExactly("list|orders|false");
    assertThat(sql("SHOW TABLES IN redis.stream")).containsExactly("stream|log|false");
    assertThat(sql("DESCRIBE redis.list.orders")).anyMatch(row -> row.startsWith("body|binary|"));
    assertThat(String.join("\n", sql("DESCRIBE EXTENDED redis.stream.log")))
        .contains("exactly-once", "maxOffsetsPerTrigger");
    assertThatThrownBy(() -> sql("SHOW TABLES IN redis.queue")).hasMessageContaining("queue");
    assertThatThrownBy(() -> sql("DROP TABLE redis.list.orders")).hasMessageContaining("--purge");
  }

  @Test
  void selectsAndInserts() {
    sql("INSERT INTO redis.list.orders VALUES ('one'), ('two')");
    sql("INSERT INTO redis.list.orders SELECT body FROM redis.list.orders");
    assertThat(sql("SELECT string(body) FROM redis.list.orders ORDER BY 1"))
        .containsExactly("one", "one", "two", "two");
    assertThat(REDIS.client().llen("orders")).isEqualTo(4);
    sql("INSERT INTO redis.hash.totals SELECT string(body), 10 FROM redis.list.orders");
    sql("INSERT INTO redis.hash.totals VALUES ('one', 5)");
    assertThat(REDIS.client().hgetAll("totals")).isEqualTo(Map.of("one", "25", "two", "20"));
    sql("INSERT OVERWRITE redis.hash.totals VALUES ('three', 3)");
    assertThat(REDIS.client().hgetAll("totals")).isEqualTo(Map.of("three", "3"));
    sql("INSERT INTO redis.stream.log (body) VALUES ('x')");
    assertThat(REDIS.client().xlen("log")).isEqualTo(1);
  }

  @Test
  void readsAndWritesStreams(@TempDir Path folder) throws Exception {
    REDIS.client().rpush("orders", "a", "b", "c");
    session
        .readStream()
        .option("maxOffsetsPerTrigger", 2)
        .table("redis.list.orders")
        .select("body")
        .writeStream()
        .option("checkpointLocation", folder.toString())
        .trigger(Trigger.AvailableNow())
        .toTable("redis.stream.copy")
        .awaitTermination();
    List<Row> rows = session.table("redis.stream.copy").selectExpr("string(body)").collectAsList();
    assertThat(rows).extracting(row -> row.getString(0)).containsExactly("a", "b", "c");
    assertThat(REDIS.client().exists("orders")).isFalse();
  }

  @Test
  void readsTemporaryViewsWithoutACatalog() {
    REDIS.client().rpush("orders", "a", "b");
    String address = "redis://127.0.0.1:" + REDIS.redis().port() + "?list=orders";
    sql("CREATE TEMPORARY VIEW waiting USING conveyor OPTIONS (address '" + address + "')");
    try {
      assertThat(sql("SELECT string(body) FROM waiting")).containsExactly("a", "b");
    } finally {
      sql("DROP VIEW waiting");
    }
  }

  @Test
  void takesDefaultsOfTheSession() {
    REDIS.client().xadd("log", new StreamEntryID(1, 0), Map.of("body", "a"));
    REDIS.client().xadd("log", new StreamEntryID(2, 0), Map.of("body", "b"));
    session.conf().set("spark.datasource.conveyor.startingOffsets", "2-0");
    try {
      assertThat(sql("SELECT string(body) FROM redis.stream.log")).containsExactly("b");
    } finally {
      session.conf().unset("spark.datasource.conveyor.startingOffsets");
    }
  }

  /** A table has the address of its name alone, and a write has one. */
  @Test
  void readsAndWritesOneAddressWhateverTheSessionNames() {
    String server = "redis://127.0.0.1:" + REDIS.redis().port();
    REDIS.client().rpush("orders", "a");
    REDIS.client().rpush("others", "b");
    List<String> names = List.of("address", "address.1", "path");
    names.forEach(
        name -> session.conf().set("spark.datasource.conveyor." + name, server + "?list=others"));
    try {
      assertThat(sql("SELECT string(body) FROM redis.list.orders")).containsExactly("a");
      sql("INSERT INTO redis.list.orders VALUES ('c')");
      session.conf().unset("spark.datasource.conveyor.path");
      session
          .sql("SELECT 'd' AS body")
          .write()
          .format("conveyor")
          .option("address", server + "?list=orders")
          .mode("append")
          .save();
    } finally {
      names.forEach(name -> session.conf().unset("spark.datasource.conveyor." + name));
    }
    assertThat(REDIS.client().lrange("orders", 0, -1)).containsExactly("a", "c", "d");
    assertThat(REDIS.client().lrange("others", 0, -1)).containsExactly("b");
  }
}
