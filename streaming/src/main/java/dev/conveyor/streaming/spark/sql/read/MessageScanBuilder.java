package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.ExecutorReach;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Builds the scan of a query, with its columns and its limit on rows where Spark tells them. */
public final class MessageScanBuilder
    implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownLimit {
  private final ReadOptions options;
  private final StructType given;
  private StructType schema;
  private long limit = Long.MAX_VALUE;

  public MessageScanBuilder(ReadOptions options, StructType schema) {
    this.options = options;
    this.given = schema;
    this.schema = schema;
  }

  /**
   * {@inheritDoc} Columns of a schema of one's own stay: whether a message is a row or a dead
   * letter depends on all of them.
   */
  @Override
  public void pruneColumns(StructType required) {
    schema = RowColumn.isDefault(given) ? required : given;
  }

  /** {@inheritDoc} Each task ends after that many rows, and Spark takes what it needs of them. */
  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    SparkContext spark = SparkContext.getOrCreate();
    options.addresses().named().forEach(address -> ExecutorReach.ensure(spark, address));
    List<RowColumn> columns = RowColumn.of(given, schema);
    options.checkFields(columns);
    return new MessageScan(options, schema, columns, limit);
  }
}
