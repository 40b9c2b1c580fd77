package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Transports;
import org.apache.spark.SparkContext;

/** Refuses addresses that tasks cannot reach: those of this JVM, where tasks run in others. */
public final class ExecutorReach {
  private ExecutorReach() {}

  /**
   * Checks that tasks can reach an address.
   *
   * @throws dev.conveyor.streaming.AddressException if the messages are in this JVM alone, and
   *     Spark's tasks are elsewhere
   */
  public static void ensure(SparkContext spark, Address address) {
    if (!spark.isLocal() && Transports.endpoint(address).isInProcess()) {
      throw address.refused(
          "it lives inside this JVM, and the tasks of Spark on "
              + spark.master()
              + " run in others",
          "use a master like local[2], or name the address of a server, like redis://HOST?list=KEY");
    }
  }
}
