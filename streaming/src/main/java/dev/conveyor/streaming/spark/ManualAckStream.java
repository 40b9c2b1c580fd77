package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaInputDStream;

/**
 * The messages of an address whose sender keeps each message until it is acknowledged. The driver
 * reads them, and acknowledges them after the output of their batch: at least once. Created by
 * {@link ConveyorStreams#manualAck}. Safe for threads.
 *
 * <p>If the driver dies before, it gets the messages again, or another reader of the queue does.
 * Messages travel from the driver to the tasks, so this is for streams that one machine can read.
 * At most the limit, 100,000 messages or some 64 MiB are unacknowledged at a time.
 */
public final class ManualAckStream {
  private final ManualAckReader reader;
  private final ManualAckInputDStream input;
  private final JavaInputDStream<Message> messages;

  ManualAckStream(
      ManualAckReader reader, ManualAckInputDStream input, JavaInputDStream<Message> messages) {
    this.reader = reader;
    this.input = input;
    this.messages = messages;
  }

  /** Returns all messages, with dead letters. Without messages, the RDD has no partitions. */
  public JavaInputDStream<Message> messages() {
    return messages;
  }

  /**
   * Acknowledges the messages of a batch, since its output is safe, once those of all batches
   * before it are acknowledged. Repeatable.
   *
   * @param time of the batch
   */
  public void acknowledge(Time time) {
    input.acknowledge(time);
  }

  /** Returns whether no message is unacknowledged, and the server of the queue answers. */
  public boolean isQuiet() {
    return reader.isQuiet();
  }

  /**
   * Returns for how long it has been {@linkplain #isQuiet quiet}; zero while it is not, and before
   * reading began.
   */
  public Duration idle() {
    return reader.idle();
  }

  /** Returns why no more messages come; empty while all is well. */
  public Optional<RuntimeException> failure() {
    return reader.failure();
  }
}
