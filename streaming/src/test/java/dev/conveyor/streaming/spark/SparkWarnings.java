package dev.conveyor.streaming.spark;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** The warnings and errors that Spark logs until this is closed. Safe for threads. */
final class SparkWarnings extends AbstractAppender implements AutoCloseable {
  private static final String SPARK = "org.apache.spark";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  private SparkWarnings() {
    super(SparkWarnings.class.getSimpleName(), null, null, true, Property.EMPTY_ARRAY);
  }

  static SparkWarnings capture() {
    SparkWarnings warnings = new SparkWarnings();
    warnings.start();
    LoggerConfig spark = new LoggerConfig(SPARK, Level.WARN, false);
    spark.addAppender(warnings, Level.WARN, null);
    warnings.context.getConfiguration().addLogger(SPARK, spark);
    warnings.context.updateLoggers();
    return warnings;
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(SPARK);
    context.updateLoggers();
    stop();
  }
}
