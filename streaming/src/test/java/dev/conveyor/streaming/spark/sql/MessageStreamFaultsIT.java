package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.run.Backlogs;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.run.LossException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Queries whose batches, tasks, drivers or messages go. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageStreamFaultsIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  @TempDir private Path folder;
  private final Map<Long, List<String>> batches = new ConcurrentSkipListMap<>();

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private static DataStreamReader reader(String query) {
    return SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", address(query))
        .option("lease", "1s")
        .option("maxOffsetsPerTrigger", 10);
  }

  private static List<String> bodies(Dataset<Row> batch) {
    return batch.select("body").collectAsList().stream()
        .map(row -> new String(row.<byte[]>getAs(0), UTF_8))
        .toList();
  }

  /** Collects each batch, then fails in that one. */
  private StreamingQuery start(Dataset<Row> rows, long failing) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          batches.put(id, bodies(batch));
          if (id == failing) {
            throw new IllegalStateException("the output failed");
          }
        };
    return rows.writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", checkpoint())
        .trigger(Trigger.AvailableNow())
        .start();
  }

  private String checkpoint() {
    return folder.resolve("checkpoint").toString();
  }

  private void run(Dataset<Row> rows) throws Exception {
    start(rows, -1).awaitTermination();
  }

  private void runFailingIn(long batch, Dataset<Row> rows) throws Exception {
    StreamingQuery query = start(rows, batch);
    assertThatThrownBy(query::awaitTermination).hasMessageContaining("the output failed");
  }

  private List<String> all() {
    return batches.values().stream().flatMap(List::stream).toList();
  }

  private static void add(int from, int to) {
    for (int number = from; number < to; number++) {
      REDIS.client().xadd("in", StreamEntryID.NEW_ENTRY, Map.of("body", "" + number));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=in", "stream=in", "list=in&shared"})
  void repeatsABatchWithTheSameMessages(String query) throws Exception {
    if (query.startsWith("stream")) {
      add(0, 35);
    } else {
      REDIS.client().rpush("in", numbers(0, 35));
    }
    runFailingIn(1, reader(query).load());
    List<String> failed = batches.get(1L);
    batches.remove(1L);
    run(reader(query).option("maxOffsetsPerTrigger", 100).load());
    assertThat(batches.get(1L)).isEqualTo(failed).hasSize(10);
    assertThat(all()).containsExactly(numbers(0, 35));
  }

  /** What is a row of a batch stays one, whatever limit later batches have. */
  @ParameterizedTest
  @ValueSource(strings = {"list=in", "stream=in"})
  void repeatsABatchWithItsLimitOfAMessage(String query) throws Exception {
    if (query.startsWith("stream")) {
      add(0, 30);
    } else {
      REDIS.client().rpush("in", numbers(0, 30));
    }
    runFailingIn(1, reader(query).load());
    run(reader(query).option("maxMessage", "1").load());
    assertThat(all()).containsExactly(numbers(0, 20));
  }

  @Test
  void givesEachActionAndEachAttemptTheSameRows() throws Exception {
    REDIS.client().rpush("in", numbers(0, 10));
    List<List<String>> seen = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> twice =
        (batch, id) -> {
          FilterFunction<Row> failingAtFirst =
              row -> {
                if (TaskContext.get().attemptNumber() == 0) {
                  throw new IllegalStateException("the first attempt fails");
                }
                return true;
              };
          seen.add(bodies(batch));
          seen.add(bodies(batch.filter(failingAtFirst)));
          seen.add(bodies(batch.limit(3)));
          seen.add(bodies(batch));
        };
    reader("list=in")
        .load()
        .writeStream()
        .foreachBatch(twice)
        .option("checkpointLocation", checkpoint())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(0)).containsExactly(numbers(0, 10));
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.get(2)).containsExactly(numbers(0, 3));
    assertThat(seen.get(3)).isEqualTo(seen.get(0));
  }

  @Test
  void failsIfAClaimIsDeletedBeforeItIsRead() throws Exception {
    REDIS.client().rpush("in", numbers(0, 35));
    runFailingIn(1, reader("list=in").load());
    REDIS.client().del(REDIS.client().keys("*:claim:*").iterator().next());
    StreamingQuery query = start(reader("list=in").load(), -1);
    assertThatThrownBy(query::awaitTermination)
        .isInstanceOf(StreamingQueryException.class)
        .hasMessageContaining(
            "10 of 10 are gone; check the server, or set failOnDataLoss to false");
  }

  @Test
  void countsLossesOverRestarts() throws Exception {
    REDIS.client().rpush("in", numbers(0, 35));
    runFailingIn(1, reader("list=in").load());
    REDIS.client().del(REDIS.client().keys("*:claim:*").iterator().next());
    Dataset<Row> counting = reader("list=in").option("failOnDataLoss", false).load();
    run(counting);
    REDIS.client().rpush("in", numbers(100, 110));
    StreamingQuery query = start(counting, -1);
    query.awaitTermination();
    assertThat(all()).contains(numbers(100, 110)).contains(numbers(0, 10));
    assertThat(query.lastProgress().sources()[0].metrics())
        .containsEntry("conveyor_lost_messages_total", "25");
  }

  @Test
  void findsEntriesThatWereTrimmed() throws Exception {
    add(0, 15);
    run(reader("stream=in").load());
    add(15, 30);
    REDIS.client().xadd("in", Map.of("body", "30"), XAddParams.xAddParams().maxLen(6));
    StreamingQuery query = start(reader("stream=in").load(), -1);
    assertThatThrownBy(query::awaitTermination)
        .rootCause()
        .isInstanceOf(LossException.class)
        .hasMessageContaining("10 messages were trimmed or deleted before they were read");
  }

  @Test
  void returnsWhatADroppedQueryHasNotCommitted() throws Exception {
    REDIS.client().rpush("in", numbers(0, 35));
    runFailingIn(1, reader("list=in").load());
    String run = REDIS.client().smembers("{in}:runs").iterator().next();
    EngineCheckpoint source =
        new EngineCheckpoint(checkpoint() + "/sources/0", new Configuration());
    assertThat(EngineCheckpoint.isIn(checkpoint() + "/sources/0", new Configuration())).isTrue();
    assertThat(source.drop(run, Address.parse(address("list=in")))).isEqualTo(25);
    assertThat(REDIS.client().lrange("in", 0, -1)).containsExactly(numbers(10, 35));
    StreamingQuery again = start(reader("list=in").load(), -1);
    assertThatThrownBy(again::awaitTermination).isInstanceOf(StreamingQueryException.class);
  }

  @Test
  void refusesASecondDriverAndFencesTheFirst() throws Exception {
    REDIS.client().rpush("in", numbers(0, 5));
    run(reader("list=in").load());
    String run = REDIS.client().smembers("{in}:runs").iterator().next();
    List<Address> addresses = List.of(Address.parse(address("list=in")));
    try (Backlogs other = Backlogs.openLatest(addresses, BacklogOptions.of(run, 1))) {
      StreamingQuery second = start(reader("list=in").load(), -1);
      assertThatThrownBy(second::awaitTermination)
          .hasMessageContaining("has another driver, which is alive");
    }
    VoidFunction2<Dataset<Row>, Long> takingOver =
        (batch, id) -> {
          REDIS.client().hset("{in}:run:" + run, "token", "1000");
          batches.put(id, bodies(batch));
        };
    REDIS.client().rpush("in", numbers(5, 25));
    StreamingQuery first =
        reader("list=in")
            .load()
            .writeStream()
            .foreachBatch(takingOver)
            .option("checkpointLocation", checkpoint())
            .trigger(Trigger.AvailableNow())
            .start();
    assertThatThrownBy(first::awaitTermination)
        .rootCause()
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("this driver is fenced");
    assertThat(batches).containsOnlyKeys(0L, 1L);
  }

  @Test
  void continuesWithAnAddressThatIsSpelledOtherwise() throws Exception {
    REDIS.client().rpush("in", numbers(0, 15));
    run(reader("list=in").load());
    REDIS.client().rpush("in", numbers(15, 20));
    run(reader("list=in&reconnect=1m").load());
    assertThat(all()).containsExactly(numbers(0, 20));
    REDIS.client().rpush("other", numbers(20, 30));
    run(reader("list=in").option("address.1", address("list=other")).load());
    assertThat(all()).containsExactly(numbers(0, 30));
    StreamingQuery without = start(reader("list=in").load(), -1);
    assertThatThrownBy(without::awaitTermination)
        .hasMessageContaining("its checkpoint has an offset of " + address("list=other"));
  }

  @Test
  void writesDeadLettersOnceThoughABatchIsRepeatedOnOtherCores() throws Exception {
    for (int number = 0; number < 8; number++) {
      REDIS.client().rpush("in", number % 2 == 0 ? "too long " + number : "" + number);
    }
    DataStreamReader limited = reader("list=in").option("maxMessage", 3);
    runFailingIn(0, limited.option("minPartitions", 2).load());
    run(limited.option("minPartitions", 3).load());
    assertThat(all()).containsExactly("1", "3", "5", "7");
    assertThat(
            SPARK.session().read().json(checkpoint() + "/sources/0/_dead/messages").collectAsList())
        .hasSize(4);
  }
}
