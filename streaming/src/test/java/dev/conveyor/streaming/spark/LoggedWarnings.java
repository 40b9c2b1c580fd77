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

/** The warnings and errors of a logger, until this is closed. Safe for threads. */
public final class LoggedWarnings extends AbstractAppender implements AutoCloseable {
  private final String logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  private LoggedWarnings(String logger) {
    super(LoggedWarnings.class.getSimpleName(), null, null, true, Property.EMPTY_ARRAY);
    this.logger = logger;
  }

  /** Captures those of Spark. */
  static LoggedWarnings ofSpark() {
    return of("org.apache.spark");
  }

  public static LoggedWarnings of(String logger) {
    LoggedWarnings warnings = new LoggedWarnings(logger);
    warnings.start();
    LoggerConfig config = new LoggerConfig(logger, Level.WARN, false);
    config.addAppender(warnings, Level.WARN, null);
    warnings.context.getConfiguration().addLogger(logger, config);
    warnings.context.updateLoggers();
    return warnings;
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
  }

  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(logger);
    context.updateLoggers();
    stop();
  }
}
