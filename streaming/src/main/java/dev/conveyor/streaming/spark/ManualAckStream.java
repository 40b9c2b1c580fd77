package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaInputDStream;

/**
 * Messages of an address whose sender keeps each until it is acknowledged, read on the
 * driver and acknowledged when its batch is {@linkplain #release released}. Made by {@link
 * ConveyorStreams#hold}. Safe for threads.
 *
 * <p>A driver that dies before that gets the messages again, or another reader of the queue does:
 * an effect happens once or more. Messages travel from the driver to the tasks, so this is for
 * streams that one machine can read; no more than the limit, 100,000 messages or some 64 MiB are
 * held at a time.
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

  /** All messages, dead ones too. Where none has come, the RDD has no partitions. */
  public JavaInputDStream<Message> messages() {
    return messages;
  }

  /**
   * The output of that time's batch is safe: its messages are acknowledged once those of all times
   * before it are released. Repeatable.
   */
  public void release(Time time) {
    input.release(time);
  }

  /**
   * Returns whether no message is held, and the server that holds messages, if one does, answers.
   */
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

  /** Why nothing comes any more; empty while all is well. */
  public Optional<RuntimeException> failure() {
    return reader.failure();
  }
}
