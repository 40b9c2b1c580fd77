package dev.conveyor.streaming.spark;

import org.apache.spark.SparkConf;

/** Spark's reaction to an {@link Error} of a task. */
public final class FatalTaskErrors {
  private static final String KILL_DEPTH = "spark.executor.killOnFatalError.depth";

  private FatalTaskErrors() {}

  /**
   * Makes the error fail its task where tasks run inside the driver's JVM: Spark would end the
   * whole process without a message. On a cluster Spark still replaces the executor.
   */
  public static void failTasks(SparkConf conf) {
    if (areInsideThisProcess(conf)) {
      conf.setIfMissing(KILL_DEPTH, "0");
    }
  }

  static boolean areInsideThisProcess(SparkConf conf) {
    String master = conf.get("spark.master", "local[*]");
    return master.equals("local") || master.startsWith("local[");
  }
}
