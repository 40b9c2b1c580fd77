package dev.conveyor.streaming.spark.sql;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.sql.read.MessageScanBuilder;
import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import dev.conveyor.streaming.spark.sql.write.MessageWriteBuilder;
import dev.conveyor.streaming.spark.sql.write.SinkMetrics;
import dev.conveyor.streaming.spark.sql.write.WriteOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ReportsSinkMetrics;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The messages of addresses as a table, or the totals of a hash. */
public final class MessageTable implements Table, SupportsRead, SupportsWrite, ReportsSinkMetrics {
  private final String name;
  private final StructType schema;
  private final Map<String, String> properties;

  private final SinkMetrics metrics = new SinkMetrics();

  /** The options that the table itself has. */
  private final Map<String, String> own;

  private MessageTable(
      String name, StructType schema, Map<String, String> properties, Map<String, String> own) {
    this.name = name;
    this.schema = schema;
    this.properties = properties;
    this.own = own;
  }

  /** Returns a table whose address is an option of each query. */
  static MessageTable ofOptions(StructType schema) {
    return new MessageTable("conveyor", schema, Map.of(), Map.of());
  }

  /**
   * Returns the table of an address.
   *
   * @throws dev.conveyor.streaming.AddressException if the address cannot be used
   */
  public static MessageTable of(String name, Address address) {
    Endpoint endpoint = Transports.endpoint(address);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("address", address.toString());
    properties.put("guarantee", endpoint.delivery().sentence());
    properties.put("options.read", String.join(", ", ReadOptions.NAMES));
    properties.put("options.write", String.join(", ", WriteOptions.NAMES));
    StructType schema =
        endpoint instanceof Replayable ? MessageColumns.schema() : WriteOptions.schema(endpoint);
    return new MessageTable(name, schema, properties, Map.of("address", address.toString()));
  }

  @Override
  public String name() {
    return name;
  }

  @SuppressWarnings("deprecation") // Spark 3.5 knows no other.
  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  /** {@inheritDoc} Of a continuous read, the scan says why there is none. */
  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.MICRO_BATCH_READ,
        TableCapability.CONTINUOUS_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.STREAMING_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  private DataSourceOptions options(CaseInsensitiveStringMap given) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (!own.isEmpty()) {
      // Of a table without own options Spark has added them.
      all.putAll(SessionOptions.withoutAddresses());
    }
    all.putAll(given.asCaseSensitiveMap());
    all.putAll(own);
    return new DataSourceOptions(all);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap given) {
    DataSourceOptions options = options(given);
    options.ensureKnown(ReadOptions.NAMES, SessionOptions.of(WriteOptions.NAMES));
    return new MessageScanBuilder(ReadOptions.of(options), schema);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    DataSourceOptions options = options(info.options());
    options.ensureKnown(WriteOptions.NAMES, SessionOptions.of(ReadOptions.NAMES));
    return new MessageWriteBuilder(WriteOptions.of(options), info, !own.isEmpty(), metrics);
  }

  /** Returns what queries have written to this table since this driver began. */
  @Override
  public Map<String, String> metrics() {
    return metrics.all();
  }

  /** {@inheritDoc} Plans show it. */
  @Override
  public String toString() {
    return name;
  }
}
