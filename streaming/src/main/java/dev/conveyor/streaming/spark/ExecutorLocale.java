package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.system.SystemText;
import org.apache.spark.SparkConf;

/** The locale in which executors exchange text with the system, see {@link SystemText}. */
public final class ExecutorLocale {
  private static final String VARIABLE = "spark.executorEnv.LC_ALL";

  private ExecutorLocale() {}

  /** Sets a UTF-8 locale, whatever the locale of the workers, unless the user has set one. */
  public static void give(SparkConf conf) {
    conf.setIfMissing(VARIABLE, SystemText.UTF_8_LOCALE);
  }
}
