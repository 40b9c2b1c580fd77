package dev.conveyor.streaming.spark.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;

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
    List<String> names = new ArrayList<>();
    Iterator<String> settings = SparkSession.active().conf().getAll().keysIterator();
    while (settings.hasNext()) {
      String setting = settings.next();
      if (setting.startsWith(PREFIX)
          && lower.contains(setting.substring(PREFIX.length()).toLowerCase(Locale.ROOT))) {
        names.add(setting.substring(PREFIX.length()));
      }
    }
    return names;
  }
}
