package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;

/** Columns that are fields of entries, with names and sizes that are special. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class EntryFieldsIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;

  private static void add(String id, Map<String, String> fields) {
    REDIS.client().xadd("log", new StreamEntryID(id), fields);
  }

  private static String address(String more) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?stream=log" + more;
  }

  /** A batch's rows, whose dead letters go to the folder. */
  private Dataset<Row> rows(String more, String schema, String maxMessage) {
    return SPARK
        .session()
        .read()
        .format("conveyor")
        .option("maxMessage", maxMessage)
        .option("deadLetterPath", folder.resolve("letters").toString())
        .schema(schema)
        .load(address(more));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  private Dataset<Row> letters() {
    return SPARK.session().read().json(folder.resolve("letters/_dead/messages").toString());
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"body", "payload"})
  void readsTheBodyAsAColumnToo(String name) throws Exception {
    add("1-0", Map.of("sku", "bar", name, "first"));
    add("2-0", Map.of("sku", "nut"));
    add("3-0", Map.of(name, "third"));
    add("4-0", Map.of(name, "", "sku", "cap", "other", "?"));
    String field = name.equals("body") ? "" : "&field=" + name;
    String schema = "sku STRING, " + name + " STRING, _body BINARY";
    String[] expected = {"bar|first|first", "nut|null|", "null|third|third", "cap||"};
    assertThat(texts(rows(field, schema, "1k").selectExpr("sku", name, "string(_body)")))
        .containsExactly(expected);
    assertThat(texts(rows(field, name + " STRING", "1k")))
        .containsExactly("first", "null", "third", "");
    String out = folder.resolve("out").toString();
    SPARK
        .session()
        .readStream()
        .format("conveyor")
        .schema(schema + ", _id STRING")
        .load(address(field))
        .writeStream()
        .format("parquet")
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start(out)
        .awaitTermination();
    Dataset<Row> written = SPARK.session().read().parquet(out).orderBy("_id");
    assertThat(texts(written.selectExpr("sku", name, "string(_body)"))).containsExactly(expected);
  }

  @Test
  void refusesABodyThatIsNoValueOfItsColumn() {
    add("1-0", Map.of("sku", "bar", "body", "7"));
    add("2-0", Map.of("sku", "nut", "body", "x"));
    add("3-0", Map.of("sku", "cap", "body", "8".repeat(200_000)));
    add("4-0", Map.of("sku", "end", "body", "9"));
    assertThat(texts(rows("", "sku STRING, body INT", "1k"))).containsExactly("bar|7", "end|9");
    List<Row> dead =
        letters()
            .orderBy("position")
            .select("reason", "fields.sku", "fields.body", "body")
            .collectAsList();
    assertThat(dead)
        .extracting(row -> row.getString(0))
        .containsExactly(
            "field body \"x\" is no int", "message of 200000 bytes is over the limit of 1024");
    assertThat(dead).extracting(row -> decoded(row.getString(1))).containsExactly("nut", "cap");
    assertThat(dead.get(0).getString(2)).isEqualTo(dead.get(0).getString(3));
    assertThat(decoded(dead.get(1).getString(2))).matches("8{1024,2048}");
  }

  @Test
  void keepsTheEnvelopeWhoseFieldsAreColumns() {
    add(
        "1-0",
        Map.of(
            "body", "sealed",
            "conveyor-producer", "00000000000000ff",
            "conveyor-sequence", "3",
            "conveyor-time", "1600000000000"));
    String schema =
        "`conveyor-time` BIGINT, `conveyor-producer` STRING, _sequence BIGINT, _sent_at TIMESTAMP";
    assertThat(texts(rows("", schema, "1k")))
        .containsExactly("1600000000000|00000000000000ff|3|2020-09-13 12:26:40.0");
  }

  @Test
  void keepsTheFieldsOfADeadLetterApartFromThoseOfLaterEntries() {
    for (int entry = 1; entry <= 4; entry++) {
      String much = entry % 2 == 0 ? "fine" : Integer.toString(entry).repeat(100_000);
      add(entry + "-0", Map.of("sku", "sku of " + entry, "note", much));
    }
    assertThat(texts(rows("", "sku STRING, note STRING", "1k")))
        .containsExactly("sku of 2|fine", "sku of 4|fine");
    List<Row> dead =
        letters().orderBy("position").select("reason", "fields.sku", "fields.note").collectAsList();
    assertThat(dead)
        .extracting(row -> row.getString(0))
        .containsOnly("field \"note\" of 100000 bytes is over the limit of 1024");
    assertThat(dead)
        .extracting(row -> decoded(row.getString(1)))
        .containsExactly("sku of 1", "sku of 3");
    assertThat(decoded(dead.get(0).getString(2))).matches("1+");
    assertThat(decoded(dead.get(1).getString(2))).matches("3+");
  }

  @Test
  void saysWhereOtherFieldsLeaveNoRoom() {
    String much = "x".repeat(6 << 20);
    add("1-0", Map.of("a", much, "b", much, "c", much));
    assertThat(texts(rows("", "a STRING, b STRING, c STRING", "6m"))).isEmpty();
    assertThat(letters().select("reason").as(Encoders.STRING()).collectAsList())
        .singleElement()
        .asString()
        .matches("stream entry whose other fields leave no room for the field \"[abc]\"");
  }
}
