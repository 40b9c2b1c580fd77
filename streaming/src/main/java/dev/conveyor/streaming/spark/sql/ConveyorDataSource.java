package dev.conveyor.streaming.spark.sql;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.spark.SparkCompatibility;
import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import dev.conveyor.streaming.spark.sql.write.WriteOptions;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code conveyor} of Spark SQL and Structured Streaming. Spark finds it by that
 * name. Options that the session sets as {@code spark.datasource.conveyor.NAME} are defaults.
 */
public final class ConveyorDataSource
    implements TableProvider, DataSourceRegister, SessionConfigSupport {
  private static final String NAME = "conveyor";

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public String keyPrefix() {
    return NAME;
  }

  /** Returns true: a read may name columns of its own, and a write has those of its rows. */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    SparkCompatibility.ensure();
    DataSourceOptions given = new DataSourceOptions(options.asCaseSensitiveMap());
    given.ensureKnown(ReadOptions.NAMES, SessionOptions.of(WriteOptions.NAMES));
    ReadOptions.of(given);
    return MessageColumns.schema();
  }

  /**
   * {@inheritDoc} Options that suit neither reads nor writes are refused at once: later they would
   * be in the plan, which Spark shows, and in a stream only its first batch would fail.
   */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    SparkCompatibility.ensure();
    DataSourceOptions given = new DataSourceOptions(properties);
    given.ensureKnown(ReadOptions.NAMES, WriteOptions.NAMES);
    given.addresses().forEach(Address::parse);
    return MessageTable.ofOptions(schema);
  }
}
