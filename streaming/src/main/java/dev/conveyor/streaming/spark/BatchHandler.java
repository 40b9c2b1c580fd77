package dev.conveyor.streaming.spark;

import org.apache.spark.api.java.JavaRDD;

/** Processes the batches of a stream, one after another, on the driver. */
@FunctionalInterface
public interface BatchHandler<T> {

  /**
   * Processes a batch. Once it returns, the effects are safe: the batch is released, not repeated.
   *
   * @param records of the batch; without partitions if all its messages were lost
   * @throws Exception if they are not safe: the stream ends, and its next start repeats the batch
   */
  void handle(JavaRDD<T> records, StreamBatch batch) throws Exception;
}
