package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.resps.StreamEntry;

/** Queries that write to lists, streams and hashes. */
@Tag("spark")
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

  /** Forgets that the latest batch was committed, as a driver does that dies right before. */
  private void forgetLatestCommit() throws Exception {
    Path commits = folder.resolve("checkpoint/commits");
    long latest;
    try (Stream<Path> files = Files.list(commits)) {
      latest =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("[0-9]+"))
              .mapToLong(Long::parseLong)
              .max()
              .orElseThrow();
    }
    Files.delete(commits.resolve("" + latest));
    Files.deleteIfExists(commits.resolve("." + latest + ".crc"));
  }

  @Test
  void writesEachMessageOnceIntoAList() throws Exception {
    REDIS.client().rpush("in", numbers(0, 500));
    Dataset<Row> rows = in(100).select("body");
    writer(rows, "list=out").start().awaitTermination();
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactlyInAnyOrder(numbers(0, 500));
    forgetLatestCommit();
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
                      List<String> all = new java.util.ArrayList<>();
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

  private record FailingIterator(List<String> all, AtomicInteger at)
      implements java.util.Iterator<String> {
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
            .select(functions.col("body").cast("string").cast("int").mod(3).cast("string").as("key"))
            .groupBy("key")
            .count()
            .withColumnRenamed("count", "amount");
    writer(counts, "hash=totals").option("amounts", "set").outputMode("update").start()
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
    Dataset<Row> ones = in(30).selectExpr("'all' as key", "1 as amount");
    writer(ones, "hash=totals").option("amounts", "add").start().awaitTermination();
    forgetLatestCommit();
    writer(ones, "hash=totals").option("amounts", "add").start().awaitTermination();
    assertThat(totals()).isEqualTo(Map.of("all", "100"));
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
}
