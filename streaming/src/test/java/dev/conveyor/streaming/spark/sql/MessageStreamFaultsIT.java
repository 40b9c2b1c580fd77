package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.run.Backlogs;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.spark.LoggedWarnings;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose batches, tasks or drivers go. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageStreamFaultsIT extends FailingQueries {
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

  /** A row of a batch stays one, whatever limit later batches have. */
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

  /** Its checkpoint may have been deleted, since it had never worked. */
  @Test
  void tellsThatAnotherQueryHasClaimedTheMessages() throws Exception {
    REDIS.client().rpush("in", numbers(0, 5));
    runFailingIn(0, reader("list=in").load());
    String run = REDIS.client().smembers("{in}:runs").iterator().next();
    FileUtil.fullyDelete(folder.resolve("checkpoint").toFile());
    try (LoggedWarnings warnings = LoggedWarnings.of("dev.conveyor.streaming.spark.sql")) {
      run(reader("list=in").load());
      assertThat(warnings.lines())
          .anyMatch(
              line ->
                  line.startsWith(
                          "WARN 5 messages of " + address("list=in") + " are claimed by run")
                      && line.endsWith("--drop-run " + run));
    }
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
