package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code queue --drop-run} on the run of a query of Structured Streaming. */
@Tag("spark")
@Timeout(240)
class QueryRunIT {
  private static final int LIMIT = 10;

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  private static SparkSession session;

  @TempDir Path folder;
  private final CountDownLatch ended = new CountDownLatch(1);
  private String run;

  @BeforeAll
  static void open() {
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("QueryRunIT")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.stop();
  }

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  /** Commits one batch, and begins another one, which does not end. */
  @BeforeEach
  void start() throws Exception {
    REDIS.client().rpush("in", numbers(0, 3 * LIMIT));
    CountDownLatch second = new CountDownLatch(1);
    VoidFunction2<Dataset<Row>, Long> waiting =
        (batch, id) -> {
          if (id == 1) {
            second.countDown();
            ended.await();
          }
        };
    StreamingQuery query =
        session
            .readStream()
            .format("conveyor")
            .option("maxOffsetsPerTrigger", LIMIT)
            .option("lease", "1s")
            .load(REDIS.list("in"))
            .writeStream()
            .foreachBatch(waiting)
            .option("checkpointLocation", checkpoint().toString())
            .trigger(Trigger.ProcessingTime(0))
            .start();
    try {
      second.await();
      run = REDIS.client().smembers("{in}:runs").iterator().next();
      drop().isFailure(run, REDIS.list("in"), "alive");
      assertThat(query.isActive()).isTrue();
    } finally {
      query.stop();
    }
  }

  private Said drop(String... options) {
    List<String> words = new ArrayList<>(List.of("queue", REDIS.list("in"), "--drop-run", run));
    words.addAll(List.of(options));
    return Said.by(words.toArray(String[]::new));
  }

  private static void assertReturns(Said said, int from, int to) {
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("returned " + (to - from) + " messages");
    assertThat(REDIS.client().lrange("in", 0, -1)).containsExactly(numbers(from, to));
    assertThat(REDIS.client().smembers("{in}:runs")).isEmpty();
  }

  @Test
  void returnsWhatTheQueryHasNotCommitted() {
    assertReturns(drop(), LIMIT, 3 * LIMIT);
  }

  @Test
  void asksForACheckpointThatWasMoved() throws Exception {
    Path moved = Files.move(checkpoint(), folder.resolve("moved"));
    drop().isFailure("cannot drop run " + run, "--checkpoint DIR", "--without-checkpoint");
    drop("--checkpoint", folder.resolve("nowhere").toString())
        .isFailure("cannot drop run " + run, "--checkpoint DIR", "--without-checkpoint");
    assertReturns(drop("--checkpoint", moved.resolve("sources/0").toString()), LIMIT, 3 * LIMIT);
  }

  @Test
  void takesTheFolderOfTheQueryForThatOfItsSource() throws Exception {
    Path moved = Files.move(checkpoint(), folder.resolve("moved"));
    assertReturns(drop("--checkpoint", moved.toString()), LIMIT, 3 * LIMIT);
  }

  /** All that is claimed: the query has released what it had committed before. */
  @Test
  void returnsAllWithoutACheckpoint() throws Exception {
    Files.move(checkpoint(), folder.resolve("lost"));
    assertReturns(drop("--without-checkpoint"), LIMIT, 3 * LIMIT);
  }
}
