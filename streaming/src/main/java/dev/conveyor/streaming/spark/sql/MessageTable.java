package dev.conveyor.streaming.spark.sql;

import dev.conveyor.streaming.spark.sql.read.MessageScan;
import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Messages as a table. */
final class MessageTable implements Table, SupportsRead {

  @Override
  public String name() {
    return "conveyor";
  }

  @Override
  public StructType schema() {
    return MessageColumns.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.MICRO_BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    DataSourceOptions given = new DataSourceOptions(options);
    given.ensureKnown(ReadOptions.NAMES);
    ReadOptions parsed = ReadOptions.of(given);
    return () -> new MessageScan(parsed);
  }
}
