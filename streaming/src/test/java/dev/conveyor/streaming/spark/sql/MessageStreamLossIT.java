package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.run.LossException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Queries whose messages are gone. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class MessageStreamLossIT extends FailingQueries {
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

  /** An AvailableNow query has nothing to read then, and would end well. */
  @ParameterizedTest
  @ValueSource(strings = {"list=in", "stream=in", "streams=i*"})
  void findsALossWhereNothingWaits(String query) throws Exception {
    if (query.startsWith("list")) {
      REDIS.client().rpush("in", numbers(0, 5));
    } else {
      add(0, 5);
      REDIS.client().xadd("is", StreamEntryID.NEW_ENTRY, Map.of("body", "5"));
    }
    run(reader(query).load());
    REDIS.client().flushAll();
    if (query.startsWith("streams")) {
      REDIS.client().xadd("it", StreamEntryID.NEW_ENTRY, Map.of("body", "6"));
    }
    StreamingQuery lossy = start(reader(query).load(), -1);
    assertThatThrownBy(lossy::awaitTermination)
        .rootCause()
        .isInstanceOf(LossException.class)
        .hasMessageContaining("an unknown number of messages");
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

  /**
   * Tasks with a part of the entries each cannot tell; Spark commits the batch before it is seen.
   */
  @Test
  void endsAtEachStartUntilALossIsCounted() throws Exception {
    add(0, 30);
    Dataset<Row> divided = reader("stream=in").option("minPartitions", 3).load();
    runFailingIn(1, divided);
    REDIS.client().xdel("in", entry("12"), entry("17"));
    for (int i = 0; i < 2; i++) {
      StreamingQuery query = start(divided, -1);
      assertThatThrownBy(query::awaitTermination)
          .rootCause()
          .isInstanceOf(LossException.class)
          .hasMessageContaining("2 messages were gone");
    }
    StreamingQuery counting =
        start(
            reader("stream=in").option("minPartitions", 3).option("failOnDataLoss", false).load(),
            -1);
    counting.awaitTermination();
    assertThat(counting.lastProgress().sources()[0].metrics())
        .containsEntry("conveyor_lost_messages_total", "2");
    run(divided);
    assertThat(all()).hasSize(28);
  }

  private static StreamEntryID entry(String body) {
    return REDIS.client().xrange("in", "-", "+").stream()
        .filter(entry -> entry.getFields().get("body").equals(body))
        .findFirst()
        .orElseThrow()
        .getID();
  }
}
