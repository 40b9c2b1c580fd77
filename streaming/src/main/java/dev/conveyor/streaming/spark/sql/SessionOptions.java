package dev.conveyor.streaming.spark.sql;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * The options that a session sets as {@code spark.datasource.conveyor.NAME}. Spark gives them to
 * reads and writes alike.
 */
final class SessionOptions {
  private static final String PREFIX = "spark.datasource.conveyor.";
  private static final List<String> ADDRESSES = List.of("address", "address.", "path");

  private SessionOptions() {}

  /** Returns the session's options by name. */
  static Map<String, String> all() {
    Map<String, String> options = new HashMap<>();
    Iterator<Tuple2<String, String>> settings = SparkSession.active().conf().getAll().iterator();
    while (settings.hasNext()) {
      Tuple2<String, String> setting = settings.next();
      if (setting._1().startsWith(PREFIX)) {
        options.put(setting._1().substring(PREFIX.length()), setting._2());
      }
    }
    return options;
  }

  /** Returns the session's options without its addresses, for a table that has one of its own. */
  static Map<String, String> withoutAddresses() {
    Map<String, String> options = all();
    options.keySet().removeIf(name -> DataSourceOptions.isAmong(name, ADDRESSES));
    return options;
  }

  /** Returns the names of the session's options that are among these. */
  static List<String> of(Collection<String> known) {
    return all().keySet().stream().filter(name -> DataSourceOptions.isAmong(name, known)).toList();
  }
}
