package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import dev.conveyor.streaming.spark.sql.MessageTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The lists, streams and hashes of a server as tables. Configure it as {@code
 * spark.sql.catalog.NAME=dev.conveyor.streaming.spark.ConveyorCatalog} and {@code
 * spark.sql.catalog.NAME.address=redis://HOST}; then {@code NAME.list.orders} is the list {@code
 * orders}. {@code SHOW TABLES IN NAME.list} lists what the server holds; a list without messages
 * does not exist there, and can be read and written all the same. Hashes are not listed.
 *
 * <p>{@code SELECT} looks at what waits and takes nothing, {@code INSERT INTO} appends messages or
 * adds amounts, {@code readStream.table} reads a stream. A table has the guarantee and the address
 * among its properties. Tables are neither created nor altered nor dropped here.
 */
public final class ConveyorCatalog implements TableCatalog, SupportsNamespaces {
  private static final String ADDRESS = "address";
  private static final List<String> NAMESPACES = List.of("list", "stream", "hash", "channel");
  private static final int MOST_TABLES = 10_000;

  private String name;
  private Address server;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    SparkCompatibility.ensure();
    name = catalog;
    new DataSourceOptions(options.asCaseSensitiveMap()).ensureKnown(List.of(ADDRESS));
    String text = options.get(ADDRESS);
    if (text == null) {
      throw new IllegalArgumentException(
          "cannot use catalog "
              + catalog
              + ": it has no address; set spark.sql.catalog."
              + catalog
              + ".address to a server, such as redis://localhost");
    }
    server = Address.parse(text);
    if (Transports.server(server).isEmpty()) {
      throw server.refused("it names no server that lists its queues", "write redis://HOST");
    }
  }

  @Override
  public String name() {
    return name;
  }

  private QueueServer server() {
    return Transports.server(server).orElseThrow();
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    String kind = kind(namespace);
    return Interruptions.inDriver(
        () ->
            server().queues(MOST_TABLES).queues().stream()
                .filter(queue -> queue.kind().equals(kind))
                .flatMap(queue -> queue.address().stream())
                .map(address -> Identifier.of(namespace, address.value(kind).orElseThrow()))
                .toArray(Identifier[]::new));
  }

  private static String kind(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length != 1 || !NAMESPACES.contains(namespace[0])) {
      throw new NoSuchNamespaceException(namespace);
    }
    return namespace[0];
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    try {
      String kind = kind(table.namespace());
      return MessageTable.of(
          name + "." + kind + "." + table.name(), server.withParameter(kind, table.name()));
    } catch (NoSuchNamespaceException e) {
      throw new NoSuchTableException(table);
    }
  }

  @SuppressWarnings("deprecation") // Spark 3.5 knows no other.
  @Override
  public Table createTable(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw refused("create", "a list or stream exists from its first message on: insert one");
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    throw refused("alter", "name options where you read it");
  }

  @Override
  public boolean dropTable(Identifier table) {
    throw refused("drop", "empty it with: conveyor queue ADDRESS --purge");
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw refused("rename", "use a client of the server");
  }

  private static UnsupportedOperationException refused(String action, String remedy) {
    return new UnsupportedOperationException(
        "cannot " + action + " a table of messages; " + remedy);
  }

  @Override
  public String[][] listNamespaces() {
    return NAMESPACES.stream().map(each -> new String[] {each}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    kind(namespace);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 1 && NAMESPACES.contains(namespace[0]);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    return Map.of(ADDRESS, server.toString(), "kind", kind(namespace));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw refusedNamespace(namespace);
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw refusedNamespace(namespace);
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw refusedNamespace(namespace);
  }

  private static UnsupportedOperationException refusedNamespace(String[] namespace) {
    return new UnsupportedOperationException(
        "cannot change namespace "
            + Arrays.toString(namespace)
            + ": a server has just these: "
            + String.join(", ", NAMESPACES));
  }

  @Override
  public String toString() {
    return "ConveyorCatalog[" + name + ", " + server + "]";
  }
}
