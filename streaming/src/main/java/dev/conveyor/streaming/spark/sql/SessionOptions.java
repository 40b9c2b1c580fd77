package dev.conveyor.streaming.spark.sql;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/**
 * The options that a session sets as {@code spark.datasource.conveyor.NAME}. Spark gives them to
 * reads and writes alike.
 */
final class SessionOptions {
  private static final String PREFIX = "spark.datasource.conveyor.";

  private SessionOptions() {}

  /** Returns the names of the session's options that are among these. */
  static List<String> of(Collection<String> known) {
    List<String> lower = known.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return JavaConverters.mapAsJavaMap(SparkSession.active().conf().getAll()).keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .filter(name -> lower.contains(name.toLowerCase(Locale.ROOT)))
        .toList();
  }
}
