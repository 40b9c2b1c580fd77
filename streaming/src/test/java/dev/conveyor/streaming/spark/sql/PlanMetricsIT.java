package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The metrics that the SQL page of Spark shows with the plan of a query. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class PlanMetricsIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static String address(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
  }

  @Test
  void tasksReportWhatTheyReadAndWrite(@TempDir Path folder) throws Exception {
    REDIS.client().rpush("in", "ab", "cde", "too long", "f");
    SPARK
        .session()
        .readStream()
        .format("conveyor")
        .option("address", address("list=in"))
        .option("maxMessage", 3)
        .load()
        .select("body")
        .writeStream()
        .format("conveyor")
        .option("address", address("list=out"))
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    SPARK.session().sparkContext().listenerBus().waitUntilEmpty();
    assertThat(shown())
        .containsEntry("messages read", "4")
        .containsEntry("bytes of bodies read", "6")
        .containsEntry("dead letters", "1")
        .containsEntry("rows written", "3")
        .containsEntry("bytes written", "6");
  }

  /** Returns the metrics of all plans that have values, by their descriptions. */
  private static Map<String, String> shown() {
    SQLAppStatusStore store = SPARK.session().sharedState().statusStore();
    Map<String, String> shown = new TreeMap<>();
    store
        .executionsList()
        .foreach(
            execution -> {
              add(shown, store, execution.executionId());
              return null;
            });
    return shown;
  }

  private static void add(Map<String, String> shown, SQLAppStatusStore store, long execution) {
    scala.collection.Map<Object, String> values = store.executionMetrics(execution);
    store
        .planGraph(execution)
        .allNodes()
        .foreach(
            node -> {
              node.metrics()
                  .foreach(
                      metric -> {
                        if (values.contains(metric.accumulatorId())) {
                          shown.put(metric.name(), values.apply(metric.accumulatorId()));
                        }
                        return null;
                      });
              return null;
            });
  }
}
