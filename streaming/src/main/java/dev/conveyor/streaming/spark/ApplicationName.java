package dev.conveyor.streaming.spark;

import org.apache.spark.SparkConf;

/** What Spark's pages and a cluster's list of applications call a program. */
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
