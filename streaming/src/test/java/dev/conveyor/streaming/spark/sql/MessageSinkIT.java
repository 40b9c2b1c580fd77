package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.resps.StreamEntry;

/** Queries that write to lists, streams and hashes. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageSinkIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static final AtomicInteger FAILURES = new AtomicInteger();

  @TempDir Path folder;

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private static Dataset<Row> in(int most) {
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", address("list=in"))
        .option("maxOffsetsPerTrigger", most)
        .option("minPartitions", 3)
        .load();
  }

  private DataStreamWriter<Row> writer(Dataset<Row> rows, String query) {
    return rows.writeStream()
        .format("conveyor")
        .option("address", address(query))
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow());
  }

  /**
   * Lets Spark fail to commit the latest batch, after the sink has: while a message is processed, a
   * folder takes the place of the batch's file.
   */
  private Dataset<Row> failingToCommit(Dataset<Row> rows, String body) {
    String commits = folder.resolve("checkpoint/commits").toString();
    String offsets = folder.resolve("checkpoint/offsets").toString();
    FilterFunction<Row> fault =
        row -> {
          if (Arrays.equals(row.<byte[]>getAs("body"), body.getBytes(UTF_8))) {
            try (Stream<Path> files = Files.list(Path.of(offsets))) {
              long latest =
                  files
                      .map(file -> file.getFileName().toString())
                      .filter(name -> name.matches("[0-9]+"))
                      .mapToLong(Long::parseLong)
                      .max()
                      .orElseThrow();
              Files.createDirectories(Path.of(commits, "" + latest));
            }
          }
          return true;
        };
    return rows.filter(fault);
  }

  private void deleteFault() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoint/commits"))) {
      for (Path file : files.filter(Files::isDirectory).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void writesEachMessageOnceIntoAList() throws Exception {
    REDIS.client().rpush("in", numbers(0, 500));
    Dataset<Row> rows = in(100).select("body");
    StreamingQuery failing = writer(failingToCommit(rows, "250"), "list=out").start();
    assertThatThrownBy(failing::awaitTermination).isInstanceOf(StreamingQueryException.class);
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactlyInAnyOrder(numbers(0, 300));
    deleteFault();
    REDIS.client().rpush("in", numbers(500, 600));
    writer(rows, "list=out").start().awaitTermination();
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactlyInAnyOrder(numbers(0, 600));
    assertThat(REDIS.client().keys("*stage*")).isEmpty();
  }

  @Test
  void writesWhatAnAttemptHadStagedBeforeItFailedOnce() throws Exception {
    REDIS.client().rpush("in", numbers(0, 9_000));
    FAILURES.set(0);
    Dataset<Row> rows =
        in(10_000)
            .selectExpr("string(body) as body")
            .as(Encoders.STRING())
            .mapPartitions(
                (MapPartitionsFunction<String, String>)
                    bodies -> {
                      List<String> all = new ArrayList<>();
                      bodies.forEachRemaining(all::add);
                      if (TaskContext.get().attemptNumber() == 0) {
                        FAILURES.incrementAndGet();
                        return new FailingIterator(all);
                      }
                      return all.iterator();
                    },
                Encoders.STRING())
            .toDF("body");
    writer(rows, "stream=out").start().awaitTermination();
    assertThat(FAILURES.get()).isPositive();
    assertThat(REDIS.client().xrange("out", "-", "+"))
        .extracting(StreamEntry::getFields)
        .extracting(fields -> fields.get("body"))
        .containsExactlyInAnyOrder(numbers(0, 9_000));
  }

  private record FailingIterator(List<String> all, AtomicInteger at) implements Iterator<String> {
    FailingIterator(List<String> all) {
      this(all, new AtomicInteger());
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public String next() {
      if (at.get() == all.size()) {
        throw new IllegalStateException("the first attempt fails at its end");
      }
      return all.get(at.getAndIncrement());
    }
  }

  private Map<String, String> totals() {
    return REDIS.client().hgetAll("totals");
  }

  @Test
  void keepsTotalsOfAllOutputModes() throws Exception {
    REDIS.client().rpush("in", numbers(0, 100));
    Dataset<Row> counts =
        in(30)
            .select(
                functions.col("body").cast("string").cast("int").mod(3).cast("string").as("key"))
            .groupBy("key")
            .count()
            .withColumnRenamed("count", "amount");
    writer(counts, "hash=totals")
        .option("amounts", "set")
        .outputMode("update")
        .start()
        .awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("0", "34", "1", "33", "2", "33"));
    REDIS.client().hset("totals", "stale", "1");
    REDIS.client().rpush("in", numbers(100, 200));
    writer(counts, "hash=totals").outputMode("complete").start().awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("0", "67", "1", "67", "2", "66"));
  }

  @Test
  void addsAmountsOnceOverRestarts() throws Exception {
    REDIS.client().rpush("in", numbers(0, 100));
    Dataset<Row> ones = failingToCommit(in(30), "50").selectExpr("'all' as key", "1 as amount");
    StreamingQuery failing = writer(ones, "hash=totals").option("amounts", "add").start();
    assertThatThrownBy(failing::awaitTermination).isInstanceOf(StreamingQueryException.class);
    assertThat(totals()).isEqualTo(Map.of("all", "60"));
    deleteFault();
    Dataset<Row> sound = in(30).selectExpr("'all' as key", "1 as amount");
    writer(sound, "hash=totals").option("amounts", "add").start().awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("all", "100"));
  }

  @Test
  void findsThatItsTargetHasLostBatches() throws Exception {
    REDIS.client().rpush("in", numbers(0, 50));
    Dataset<Row> ones = in(10).selectExpr("'all' as key", "1 as amount");
    writer(ones, "hash=totals").option("amounts", "add").start().awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("all", "50"));
    REDIS.client().del("totals", REDIS.client().keys("{totals}:sink:*").iterator().next());
    REDIS.client().rpush("in", numbers(50, 55));
    StreamingQuery failing = writer(ones, "hash=totals").option("amounts", "add").start();
    assertThatThrownBy(failing::awaitTermination)
        .rootCause()
        .hasMessageContaining("it has lost the 5 batches before, or is another target")
        .hasMessageContaining("failOnDataLoss=false");
    assertThat(totals()).isEmpty();
    StreamingQuery counting =
        writer(ones, "hash=totals")
            .option("amounts", "add")
            .option("failOnDataLoss", false)
            .start();
    counting.awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("all", "5"));
    assertThat(counting.lastProgress().sink().metrics())
        .containsEntry("conveyor_sink_lost_epochs_total", "5");
    REDIS.client().rpush("in", numbers(55, 60));
    writer(ones, "hash=totals").option("amounts", "add").start().awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("all", "10"));
  }

  @Test
  void writesBatches() {
    Dataset<Row> rows = SPARK.session().range(100).selectExpr("string(id) as body");
    rows.write().format("conveyor").option("address", address("list=out")).mode("append").save();
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactlyInAnyOrder(numbers(0, 100));
    for (int i = 0; i < 2; i++) {
      rows.write()
          .format("conveyor")
          .option("address", address("list=out"))
          .option("txnAppId", "daily")
          .option("txnVersion", 7)
          .mode("append")
          .save();
    }
    assertThat(REDIS.client().llen("out")).isEqualTo(200);
    assertThat(REDIS.client().keys("*batch-*")).isEmpty();
  }

  @Test
  void leavesNothingBesideItsTargetOfABatchThatFailed() {
    REDIS.client().hset("totals", "7", "no number");
    Dataset<Row> rows = SPARK.session().range(10).selectExpr("string(id) as key", "id as amount");
    assertThatThrownBy(
            () ->
                rows.write()
                    .format("conveyor")
                    .option("address", address("hash=totals"))
                    .option("amounts", "add")
                    .mode("append")
                    .save())
        .hasStackTraceContaining("a part of the batch may be there already");
    assertThat(REDIS.client().keys("*")).containsExactly("totals");
  }

  @Test
  void refusesWhatItCannotWrite() {
    Dataset<Row> rows = SPARK.session().range(1).selectExpr("id", "string(id) as body");
    assertThatThrownBy(
            () ->
                rows.write()
                    .format("conveyor")
                    .option("address", address("list=out"))
                    .mode("append")
                    .save())
        .hasMessageContaining("column id is unknown");
    assertThatThrownBy(
            () ->
                rows.select("body")
                    .write()
                    .format("conveyor")
                    .option("address", address("list=out"))
                    .option("adress", "x")
                    .mode("append")
                    .save())
        .hasMessageContaining("cannot use option adress: it is unknown; try address");
  }

  @Test
  void takesDefaultsOfTheSession() throws Exception {
    REDIS.client().rpush("in", numbers(0, 10));
    SPARK.session().conf().set("spark.datasource.conveyor.maxOffsetsPerTrigger", 5);
    try {
      Dataset<Row> rows =
          SPARK.session().readStream().format("conveyor").load(address("list=in")).select("body");
      StreamingQuery query = writer(rows, "list=out").start();
      query.awaitTermination();
      assertThat(REDIS.client().lrange("out", 0, -1)).containsExactly(numbers(0, 10));
      assertThat(query.lastProgress().batchId()).isEqualTo(1);
      assertThat(query.lastProgress().sink().metrics())
          .containsEntry("conveyor_sink_rows_total", "10")
          .containsEntry("conveyor_sink_epochs_total", "2");
      SPARK.session().conf().set("spark.datasource.conveyor.amounts", "add");
      assertThat(SPARK.session().read().format("conveyor").load(address("list=out")).count())
          .isEqualTo(10);
    } finally {
      SPARK.session().conf().unset("spark.datasource.conveyor.maxOffsetsPerTrigger");
      SPARK.session().conf().unset("spark.datasource.conveyor.amounts");
    }
    Dataset<Row> rows = SPARK.session().range(1).selectExpr("string(id) as body");
    assertThatThrownBy(
            () ->
                rows.write()
                    .format("conveyor")
                    .option("address", address("list=out"))
                    .option("maxOffsetsPerTrigger", 5)
                    .mode("append")
                    .save())
        .hasMessageContaining("cannot use option maxOffsetsPerTrigger: it is unknown");
  }
}
