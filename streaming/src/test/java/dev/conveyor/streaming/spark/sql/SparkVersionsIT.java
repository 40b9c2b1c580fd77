package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.redis.RedisExtension;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.StreamEntryID;

/**
 * A query that one version of Spark began, and another continues. To record one with the version
 * that runs, copy the file that {@link #recordsAndContinues} leaves in the build folder.
 */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class SparkVersionsIT {
  private static final int MESSAGES = 40;

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;
  private final Map<Long, Map<String, Long>> batches = new ConcurrentSkipListMap<>();

  /** Counts messages by their last digit, a few in each batch. */
  private StreamingQuery start(Path checkpoint, long failing) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          Map<String, Long> counts = new ConcurrentSkipListMap<>();
          batch.collectAsList().forEach(row -> counts.put(row.getString(0), row.getLong(1)));
          batches.put(id, counts);
          if (id == failing) {
            throw new IllegalStateException("the output failed");
          }
        };
    String server = "redis://127.0.0.1:" + REDIS.redis().port();
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address.1", server + "?list=waiting")
        .option("address.2", server + "?stream=log")
        .option("lease", "1s")
        .option("maxOffsetsPerTrigger", 10)
        .load()
        .selectExpr("right(string(body), 1) digit")
        .groupBy("digit")
        .count()
        .writeStream()
        .outputMode("complete")
        .foreachBatch(collect)
        .option("checkpointLocation", checkpoint.toString())
        .trigger(Trigger.AvailableNow())
        .start();
  }

  private static String version() {
    return SPARK.session().version();
  }

  @Test
  void runsOnTheVersionThatIsToBeTested() {
    assertThat(version()).isEqualTo(System.getenv("CONVEYOR_SPARK"));
  }

  @Test
  void recordsAndContinues() throws Exception {
    for (int number = 0; number < MESSAGES; number++) {
      if (number % 2 == 0) {
        REDIS.client().rpush("waiting", "" + number);
      } else {
        REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "" + number));
      }
    }
    Path checkpoint = folder.resolve("checkpoint");
    StreamingQuery query = start(checkpoint, 2);
    assertThatThrownBy(query::awaitTermination).hasMessageContaining("the output failed");
    Path file =
        Path.of(System.getProperty("build.folder", "target"))
            .resolve("recorded/spark-" + version() + ".zip");
    RecordedQuery.save(checkpoint, REDIS.client(), REDIS.redis().port(), file);
    REDIS.client().flushAll();
    try (InputStream recorded = Files.newInputStream(file)) {
      continues(recorded);
    }
  }

  static Stream<String> earlierVersions() {
    return Stream.of("3.5.5", "4.0.1").filter(version -> version.compareTo(version()) <= 0);
  }

  @ParameterizedTest
  @MethodSource("earlierVersions")
  void continuesWhatAnEarlierVersionBegan(String version) throws Exception {
    try (InputStream recorded = getClass().getResourceAsStream("spark-" + version + ".zip")) {
      continues(recorded);
    }
  }

  private void continues(InputStream recorded) throws Exception {
    Path checkpoint = folder.resolve("continued");
    RecordedQuery.restore(recorded, checkpoint, REDIS.client(), REDIS.redis().port());
    batches.clear();
    start(checkpoint, -1).awaitTermination();
    assertThat(batches).containsOnlyKeys(2L, 3L);
    assertThat(sum(batches.get(2L))).isEqualTo(30);
    assertThat(batches.get(3L))
        .hasSize(10)
        .allSatisfy((digit, count) -> assertThat(count).isEqualTo(4));
    assertThat(REDIS.client().keys("*:claim:*")).isEmpty();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
