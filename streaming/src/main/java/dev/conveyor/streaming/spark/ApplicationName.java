package dev.conveyor.streaming.spark;

import org.apache.spark.SparkConf;

/** The name of a program on Spark's pages and in a cluster's list of applications. */
public final class ApplicationName {
  private ApplicationName() {}

  /** Sets the name unless the user has set one. */
  public static void give(SparkConf conf, String name) {
    // Unnamed, spark-submit calls an application like its jar.
    if (conf.get("spark.app.name", ".jar").endsWith(".jar")) {
      conf.setAppName(name);
    }
  }
}
