package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.BatchHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * One use of an engine for a stream: Spark Streaming or Structured Streaming. Opened with Spark,
 * but reads nothing before it is started. Closing stops it, whatever the state. Belongs to one
 * thread, except for the questions about its progress, which are safe for threads.
 */
interface StreamEngine extends AutoCloseable {

  /** Starts to read, and calls the handler with each batch. */
  void start(BatchHandler<AddressPartition> handler) throws InterruptedException;

  /** Waits for the end of the stream, and returns whether it has ended. */
  boolean awaitEnd(Duration patience) throws InterruptedException;

  /** Stops after all batches that have begun. */
  void finish() throws InterruptedException;

  LossCount lost();

  /** Returns the time since a message waited or was chosen at the replayable addresses. */
  Duration idle();

  /**
   * Returns the time since a message came or was unacknowledged at addresses with manual
   * acknowledgment; empty if there are none.
   */
  default Optional<Duration> idleManualAck() {
    return Optional.empty();
  }

  /** Returns why no more messages come, as one line for the user. */
  Optional<String> failure();

  @Override
  void close();
}
