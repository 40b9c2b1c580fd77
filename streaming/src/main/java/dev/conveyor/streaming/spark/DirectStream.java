package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;

/**
 * What waits at the addresses of a {@link Run}, read by tasks and without receivers: each batch is
 * chosen and recorded before it is processed, may be read any number of times, and stays until it
 * is {@linkplain #release released}. Made by {@link ConveyorStreams#direct}. Safe for threads.
 *
 * <p>For effects that happen once, write the output of a batch to a place that its {@linkplain
 * RunBatch#id id} names, replace what is there, then release it. A batch that was not released is
 * repeated, with the same id and the same messages, when the run is opened again; one whose job
 * fails stays open, and no more than two are open at a time.
 */
public final class DirectStream {
  private final DirectInputDStream input;
  private final OpenBatches batches;
  private final JavaInputDStream<Message> messages;

  DirectStream(DirectInputDStream input, OpenBatches batches, JavaInputDStream<Message> messages) {
    this.input = input;
    this.batches = batches;
    this.messages = messages;
  }

  /** All messages, dead ones too; an interval in which nothing waits has no RDD and no job. */
  public JavaInputDStream<Message> messages() {
    return messages;
  }

  /** The bodies of the living ones. */
  public JavaDStream<byte[]> bodies() {
    return messages.filter(message -> !message.isDead()).map(Message::body);
  }

  /**
   * The messages of each partition with the place of their address in the plan of the run. Where
   * nothing waits, its RDD has no partitions.
   */
  public JavaDStream<Arrivals> arrivals() {
    return ArrivalsDStream.of(input, batches);
  }

  /** The batch of that time; empty if nothing waited then, or it is released. */
  public Optional<RunBatch> batch(Time time) {
    return batches.find(time).map(OpenBatch::batch);
  }

  /**
   * Compares what the tasks have read with what was chosen, if all of it was read. To be called
   * before the output of the batch counts.
   *
   * @throws dev.conveyor.streaming.run.LossException if some was gone, and the run is to end then
   */
  public void verify(Time time) {
    batches.find(time).ifPresent(batches::verify);
  }

  /**
   * The output of that time's batch is safe: lets go of its messages. Does nothing if that time has
   * none.
   *
   * @throws dev.conveyor.streaming.run.LossException as {@link #verify} does; nothing is let go
   *     then
   * @throws dev.conveyor.streaming.FencedException if another driver has taken the run over
   */
  public void release(Time time) throws InterruptedException {
    Optional<OpenBatch> batch = batches.find(time);
    if (batch.isPresent()) {
      batches.verify(batch.get());
      batches.release(time, batch.get());
    }
  }

  /** From now on no batch is chosen, so that a graceful stop ends with those that are open. */
  public void finish() {
    batches.finish();
  }

  /** Why no batch is chosen any more; empty while all is well. */
  public Optional<RuntimeException> failure() {
    return batches.failure();
  }

  /** For how long nothing waited and no batch was open, with all connections up. */
  public Duration idle() {
    return batches.idle();
  }

  /**
   * What was lost of the batches released so far. Of a batch whose partitions were not all read to
   * their end that is not known.
   */
  public LossCount lost() {
    return batches.lost();
  }
}
