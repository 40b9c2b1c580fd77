package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.sql.MessageColumns;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source of a query that a {@link BatchFeed} of this process feeds, for programs that keep
 * a checkpoint of their own. Spark finds it by its class name.
 */
public final class FedDataSource implements TableProvider {
  /** The option that names the feed. */
  public static final String FEED = "feed";

  /** Those of {@link #schema}. */
  private static final List<RowColumn> COLUMNS =
      Stream.of(
              MessageColumns.ADDRESS,
              MessageColumns.SOURCE,
              MessageColumns.ID,
              MessageColumns.SENT_AT,
              MessageColumns.BODY,
              MessageColumns.PRODUCER,
              MessageColumns.SEQUENCE,
              MessageColumns.DEATH_REASON)
          .map(property -> new RowColumn(property, "", property.type()))
          .toList();

  private static final Map<String, BatchFeed> FEEDS = new ConcurrentHashMap<>();

  /** Makes a feed known, and returns its name. */
  public static String register(BatchFeed feed) {
    String name = UUID.randomUUID().toString();
    FEEDS.put(name, feed);
    return name;
  }

  /** Forgets a feed. */
  public static void remove(String name) {
    FEEDS.remove(name);
  }

  /**
   * Returns the columns of all properties of messages, with dead letters. The time is microseconds
   * since 1970: a program sees the type TIMESTAMP as its settings say.
   */
  public static StructType schema() {
    return StructType.fromDDL(
        "_address STRING, _source STRING, _id STRING, _sent_at BIGINT, _body BINARY,"
            + " _producer STRING, _sequence BIGINT, _death_reason STRING");
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new FedTable();
  }

  private static final class FedTable implements Table, SupportsRead {
    @Override
    public String name() {
      return "conveyor run";
    }

    @SuppressWarnings("deprecation") // Spark 3.5 knows no other.
    @Override
    public StructType schema() {
      return FedDataSource.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () -> new FedScan(FEEDS.get(options.get(FEED)));
    }
  }

  private record FedScan(BatchFeed feed) implements Scan {
    @Override
    public StructType readSchema() {
      return FedDataSource.schema();
    }

    @Override
    public String description() {
      return "conveyor run";
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return new FedStream(feed, COLUMNS);
    }
  }
}
