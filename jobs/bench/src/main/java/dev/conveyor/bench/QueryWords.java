package dev.conveyor.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts the words of column {@code body} of each micro-batch by {@code groupBy}, collects the
 * counts and adds them up. The same work for every source of Structured Streaming.
 */
final class QueryWords implements VoidFunction2<Dataset<Row>, Long> {
  /** As many as threads, which is what a DStream has by default; a query has 200. */
  static final int PARTITIONS = 3;

  private static final long serialVersionUID = 1L;

  private final transient WordTotals totals = new WordTotals();

  WordTotals totals() {
    return totals;
  }

  @Override
  public void call(Dataset<Row> batch, Long id) {
    long start = System.nanoTime();
    List<Row> counts =
        batch
            .select(explode(split(col("body"), " ")).as("word"))
            .groupBy("word")
            .count()
            .collectAsList();
    totals.add(start, adder -> counts.forEach(row -> adder.add(row.getString(0), row.getLong(1))));
  }
}
