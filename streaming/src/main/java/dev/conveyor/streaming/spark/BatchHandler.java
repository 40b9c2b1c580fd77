package dev.conveyor.streaming.spark;

import org.apache.spark.api.java.JavaRDD;

/** Processes the batches of a stream, one after another, on the driver. */
@FunctionalInterface
public interface BatchHandler<T> {

  /**
   * Returns when the effects of the batch are safe: it is released then, and not repeated.
   *
   * @param records of the batch; without partitions if all that it held was lost
   * @throws Exception if they are not safe: the stream ends, and its next start repeats the batch
   */
  void handle(JavaRDD<T> records, StreamBatch batch) throws Exception;
}
