package dev.conveyor.streaming.spark.sql;

import dev.conveyor.streaming.spark.sql.read.MessageScanBuilder;
import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import dev.conveyor.streaming.spark.sql.write.MessageWriteBuilder;
import dev.conveyor.streaming.spark.sql.write.WriteOptions;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Messages as a table. */
final class MessageTable implements Table, SupportsRead, SupportsWrite {

  private final StructType schema;

  MessageTable(StructType schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "conveyor";
  }

  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.MICRO_BATCH_READ,
        TableCapability.STREAMING_WRITE,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    DataSourceOptions given = new DataSourceOptions(options);
    given.ensureKnown(ReadOptions.NAMES);
    ReadOptions parsed = ReadOptions.of(given);
    return new MessageScanBuilder(parsed, schema);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    DataSourceOptions given = new DataSourceOptions(info.options());
    given.ensureKnown(WriteOptions.NAMES);
    return new MessageWriteBuilder(WriteOptions.of(given), info);
  }
}
