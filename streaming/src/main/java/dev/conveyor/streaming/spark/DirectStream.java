package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The messages that wait at the addresses of a {@link Run}, read by tasks and without receivers.
 * Each batch is chosen and recorded before it is processed, may be read any number of times, and is
 * released when its output is safe. Created by {@link ConveyorStreams#direct}. Safe for threads.
 *
 * <p>A stream has one output, {@link #saveAsText} or {@link #forEachBatch}, after which it releases
 * the batch. A batch whose output fails ends the stream: {@code awaitTermination} throws. The next
 * start of the run repeats it with the same id and the same messages. No more than two batches are
 * open at a time.
 */
public final class DirectStream {
  private final DirectInputDStream input;
  private final OpenBatches batches;
  private final JavaDStream<Message> messages;
  private final Run run;
  private boolean hasOutput;

  DirectStream(
      DirectInputDStream input, OpenBatches batches, JavaDStream<Message> messages, Run run) {
    this.input = input;
    this.batches = batches;
    this.messages = messages;
    this.run = run;
  }

  /** Returns all messages, with dead letters. Without messages, the RDD has no partitions. */
  public JavaDStream<Message> messages() {
    return messages;
  }

  /** Returns the bodies of all messages except dead letters. */
  public JavaDStream<byte[]> bodies() {
    return messages.filter(message -> !message.isDead()).map(Message::body);
  }

  /**
   * Returns each partition with the index of its address in the plan of the run. Without messages,
   * the RDD has no partitions.
   */
  public JavaDStream<AddressPartition> addressPartitions() {
    return AddressPartitionsDStream.of(input, batches);
  }

  /**
   * Writes each record of a stream that was made of this one as a line of UTF-8, exactly once: to
   * {@code OUTPUT/<folder>/batch=<id>/part-*}, with {@code _SUCCESS} last, where OUTPUT is that of
   * the run's plan. Safe as it stands against drivers that die, freeze and come back.
   *
   * @param folder one name, without a slash
   * @throws IllegalStateException if the plan names no output, or the stream has an output already
   */
  public <T> void saveAsText(JavaDStream<T> records, String folder) {
    if (run.plan().output().isEmpty()) {
      throw new IllegalStateException("the plan of this run names no output: give withOutput(DIR)");
    }
    forEachBatch(
        records,
        (rdd, batch) ->
            batch.commit(
                rdd.mapPartitions(new PartitionTextWriter<T>(batch.files(), folder)).collect()));
  }

  /**
   * Calls a handler with each batch of a stream that was made of this one, and releases the batch
   * when the handler has returned. An effect outside of {@link StreamBatch#commit} happens once
   * only if its sink compares id and token, see {@link StreamBatch}.
   *
   * @throws IllegalStateException if the stream has an output already: the first of two would
   *     release what the second has not processed
   */
  public <T> void forEachBatch(JavaDStream<T> records, BatchHandler<T> handler) {
    if (hasOutput) {
      throw new IllegalStateException("a direct stream has one output; write all in one handler");
    }
    hasOutput = true;
    Broadcast<SerializableConfiguration> configuration =
        ConveyorStreams.configuration(records, run);
    records.foreachRDD(
        (rdd, time) -> {
          Optional<OpenBatch> open = batches.find(time.milliseconds());
          if (open.isPresent()) {
            batches.process(time.milliseconds(), open.get(), configuration, rdd, handler);
          }
        });
  }

  /**
   * Stops choosing batches, so that a graceful stop of the context ends with those that are open.
   * What waits then waits for the next start.
   */
  public void finish() {
    batches.finish();
  }

  /** Returns why no more batches are chosen; empty while all is well. */
  public Optional<RuntimeException> failure() {
    return batches.failure();
  }

  /** Returns for how long no message waited and no batch was open, with all connections up. */
  public Duration idle() {
    return batches.idle();
  }

  /**
   * Returns the losses of the batches released so far. They are unknown for a batch whose
   * partitions were not all read to their end.
   */
  public LossCount lost() {
    return batches.lost();
  }
}
