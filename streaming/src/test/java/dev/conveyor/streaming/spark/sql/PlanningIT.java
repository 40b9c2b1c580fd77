package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.spark.sql.read.MessageScanBuilder;
import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** The plan of a query, which reads and changes nothing. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class PlanningIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  private static Dataset<Row> rows(String address) {
    return SPARK.session().read().format("conveyor").load(address);
  }

  private static String explained(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  @Test
  void copiesNoList() {
    REDIS.client().rpush("words", "a", "b");
    assertThat(explained(rows(address("list=words")))).contains("conveyor");
    assertThat(REDIS.client().keys("*")).containsExactly("words");
  }

  /** An administration of the list would move them. */
  @Test
  void leavesKeysOfEarlierNames() {
    REDIS.client().rpush("a{b}c", "x");
    REDIS.client().rpush("a{b}c:dead", "y");
    Dataset<Row> rows = rows(address("list=a{b}c"));
    assertThat(rows.queryExecution().optimizedPlan().stats().rowCount().get()).hasToString("1");
    assertThat(REDIS.client().keys("*")).containsExactlyInAnyOrder("a{b}c", "a{b}c:dead");
  }

  @Test
  void estimatesTheSizeByTheFirstMessages() {
    for (int entry = 0; entry < 50; entry++) {
      REDIS.client().rpush("words", "x".repeat(1_000));
      REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x".repeat(1_000)));
    }
    for (String query : new String[] {"list=words", "stream=log"}) {
      assertThat(rows(address(query)).queryExecution().optimizedPlan().stats().sizeInBytes())
          .hasToString("53200");
    }
  }

  @Test
  void needsNoServer() {
    Dataset<Row> rows = rows("redis://127.0.0.1:1?list=words");
    assertThat(explained(rows)).contains("conveyor");
    assertThat(rows.queryExecution().optimizedPlan().stats().rowCount().isEmpty()).isTrue();
  }

  /** Messages of a batch are claimed before Spark plans it; those that wait are others. */
  @Test
  void knowsNoSizeOfAStream(@TempDir Path folder) {
    REDIS.client().rpush("words", "a", "b");
    ReadOptions options =
        ReadOptions.of(new DataSourceOptions(Map.of("address", address("list=words"))));
    Scan scan = new MessageScanBuilder(options, MessageColumns.schema()).build();
    SupportsReportStatistics planned = (SupportsReportStatistics) scan;
    assertThat(planned.estimateStatistics().numRows()).hasValue(2);
    scan.toMicroBatchStream(folder.toString());
    assertThat(planned.estimateStatistics().numRows()).isEmpty();
    assertThat(planned.estimateStatistics().sizeInBytes()).isEmpty();
  }
}
