package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.spark.ConveyorCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A program that uses a Redis with a password in every way, gives a wrong password in every wrong
 * way, and prints what Spark shows of all that.
 */
final class SecretQuery {
  /** A line of standard output that begins so ends with the message of a refusal. */
  static final String REFUSED = "refused: ";

  private static final List<String> PAGES =
      List.of("jobs/", "stages/", "environment/", "SQL/", "SQL/execution/?id=0", "StreamingQuery/");

  private final SparkSession spark;
  private final Path folder;
  private final String server;
  private final String wrong;

  private SecretQuery(SparkSession spark, Path folder, String server, String wrong) {
    this.spark = spark;
    this.folder = folder;
    this.server = server;
    this.wrong = wrong;
  }

  /**
   * Runs it.
   *
   * @param words a folder, the address of the server up to the key, and that with a password
   */
  public static void main(String[] words) throws Exception {
    Path folder = Path.of(words[0]);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("SecretQuery")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.port", "0")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.compress", "false")
            .config("spark.eventLog.dir", folder.resolve("events").toUri().toString())
            .config("spark.sql.catalog.redis", ConveyorCatalog.class.getName())
            .config("spark.sql.catalog.redis.address", words[1])
            .getOrCreate()) {
      SecretQuery query = new SecretQuery(spark, folder, words[1], words[2]);
      query.uses();
      query.misuses();
      query.printPages();
    }
  }

  private void uses() throws Exception {
    Dataset<Row> rows =
        spark.readStream().format("conveyor").load(server + "&list=in").select("body");
    rows.explain(true);
    run(rows, "copy", "stream=out", Map.of());
    Dataset<Row> counts =
        spark
            .readStream()
            .format("conveyor")
            .load(server + "&stream=out")
            .selectExpr("string(body) as key")
            .groupBy("key")
            .count()
            .withColumnRenamed("count", "amount");
    run(counts, "count", "hash=totals", Map.of("amounts", "set"));
    spark.sql("INSERT INTO redis.list.more SELECT body FROM redis.stream.out").collect();
    for (String statement :
        List.of(
            "SHOW TABLES IN redis.list",
            "DESCRIBE EXTENDED redis.list.more",
            "DESCRIBE NAMESPACE EXTENDED redis.list",
            "EXPLAIN EXTENDED SELECT string(body) FROM redis.list.more",
            "SELECT string(body) FROM redis.list.more")) {
      System.out.println(spark.sql(statement).collectAsList());
    }
  }

  private void run(Dataset<Row> rows, String name, String to, Map<String, String> options)
      throws Exception {
    StreamingQuery query =
        rows.writeStream()
            .format("conveyor")
            .queryName(name)
            .outputMode(options.isEmpty() ? "append" : "update")
            .options(options)
            .option("address", server + "&" + to)
            .option("checkpointLocation", checkpoint(name))
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    query.explain(true);
    System.out.println(query.lastProgress().json());
    System.out.println(query.status().json());
  }

  private String checkpoint(String name) {
    return folder.resolve("checkpoint").resolve(name).toString();
  }

  private void misuses() {
    Dataset<Row> rows = spark.range(1).selectExpr("string(id) as body");
    Dataset<Row> waiting =
        spark.readStream().format("conveyor").load(server + "&list=in").select("body");
    refuses("a path", () -> spark.read().format("conveyor").load(wrong + "&list=in"));
    refuses(
        "a stream with a schema",
        () -> {
          Dataset<Row> fields =
              spark
                  .readStream()
                  .format("conveyor")
                  .schema("_body BINARY")
                  .load(wrong + "&stream=out");
          StreamingQuery query =
              fields
                  .writeStream()
                  .format("noop")
                  .option("checkpointLocation", checkpoint("fields"))
                  .start();
          query.awaitTermination();
        });
    refuses(
        "a batch write",
        () ->
            rows.write()
                .format("conveyor")
                .option("address", wrong + "&list=other")
                .mode("append")
                .save());
    refuses(
        "a streaming write",
        () ->
            waiting
                .writeStream()
                .format("conveyor")
                .option("address", wrong + "&list=other")
                .option("checkpointLocation", checkpoint("other"))
                .start()
                .awaitTermination());
    String password = URI.create(wrong).getUserInfo().replaceFirst(".*:", "");
    refuses(
        "a password",
        () ->
            spark.read().format("conveyor").option("password", password).load(server + "&list=in"));
    refuses(
        "a password of a streaming write",
        () ->
            waiting
                .writeStream()
                .format("conveyor")
                .option("password", password)
                .option("address", server + "&list=other")
                .option("checkpointLocation", checkpoint("other"))
                .start()
                .awaitTermination());
    for (String offsets :
        List.of("{\"" + wrong + "&stream=out\":\"latest\"}", "{" + wrong, wrong)) {
      refuses(
          "an offset",
          () ->
              spark
                  .read()
                  .format("conveyor")
                  .option("startingOffsets", offsets)
                  .load(server + "&stream=out"));
    }
    withDefault("spark.datasource.conveyor.password", password, rows);
    withDefault("spark.datasource.conveyor.address", wrong + "&list=in", rows);
    spark.conf().set("spark.sql.catalog.other", ConveyorCatalog.class.getName());
    spark.conf().set("spark.sql.catalog.other.address", wrong);
    refuses("a catalog", () -> spark.sql("SHOW TABLES IN other.list").collect());
    spark.conf().set("spark.sql.catalog.third", ConveyorCatalog.class.getName());
    spark.conf().set("spark.sql.catalog.third.address", server);
    spark.conf().set("spark.sql.catalog.third.password", password);
    refuses("a password of a catalog", () -> spark.sql("SHOW TABLES IN third.list").collect());
  }

  private void withDefault(String name, String value, Dataset<Row> rows) {
    spark.conf().set(name, value);
    refuses("a default for reads", () -> spark.read().format("conveyor").load());
    refuses("a default for writes", () -> rows.write().format("conveyor").mode("append").save());
    spark.conf().unset(name);
  }

  private interface Misuse {
    void run() throws Exception;
  }

  private static void refuses(String what, Misuse misuse) {
    try {
      misuse.run();
      System.out.println("accepted: " + what);
    } catch (Exception e) {
      System.out.println(REFUSED + what + ": " + e.getMessage());
      e.printStackTrace();
    }
  }

  private void printPages() throws IOException {
    for (String page : PAGES) {
      URI address = URI.create(spark.sparkContext().uiWebUrl().get() + "/" + page);
      try (InputStream in = address.toURL().openStream()) {
        System.out.println(page + " " + new String(in.readAllBytes(), UTF_8));
      }
    }
  }
}
