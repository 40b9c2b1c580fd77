package dev.conveyor.streaming.spark.sql;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * A metric whose sum over all tasks Spark shows with the plan of a query. Spark creates it by the
 * name of its class, so each metric is a class with a constructor that takes nothing.
 */
public abstract class SumOfTasks extends CustomSumMetric {
  private final String name;
  private final String description;

  protected SumOfTasks(String name, String description) {
    this.name = name;
    this.description = description;
  }

  /** Returns the value that one task reports. */
  public final CustomTaskMetric of(long value) {
    return new OfTask(name, value);
  }

  private record OfTask(String name, long value) implements CustomTaskMetric {}

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  /** {@inheritDoc} Plans show it. */
  @Override
  public final String toString() {
    return name;
  }
}
