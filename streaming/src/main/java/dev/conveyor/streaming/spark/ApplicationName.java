package dev.conveyor.streaming.spark;

import org.apache.spark.SparkConf;

/** The application name on Spark's pages and in a cluster's list. */
public final class ApplicationName {
  private ApplicationName() {}

  /** Gives it this name unless its user has given one. */
  public static void give(SparkConf conf, String name) {
    // Unnamed, spark-submit calls an application like its jar.
    if (conf.get("spark.app.name", ".jar").endsWith(".jar")) {
      conf.setAppName(name);
    }
  }
}
