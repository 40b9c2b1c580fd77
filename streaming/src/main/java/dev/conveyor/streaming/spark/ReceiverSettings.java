package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions.End;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of a live reader of one address: a receiver, or one with manual acknowledgment.
 *
 * @param interval of the streaming context: the length of a batch
 * @param limit messages of a batch; default {@link Long#MAX_VALUE}, which leaves it to Spark's back
 *     pressure
 * @param maxMessage bytes, default 64 MiB; a larger body becomes a dead letter
 * @param end the meaning of the message {@code quit}; with {@link End#AT_MARKER} the reader passes
 *     it on and stops; default {@link End#NEVER}
 */
public record ReceiverSettings(Duration interval, long limit, int maxMessage, End end)
    implements Serializable {

  /** Returns the defaults for an interval. */
  public static ReceiverSettings every(Duration interval) {
    return new ReceiverSettings(
        interval, Long.MAX_VALUE, MessageReader.DEFAULT_MAX_MESSAGE, End.NEVER);
  }

  public ReceiverSettings withLimit(long messages) {
    return new ReceiverSettings(interval, messages, maxMessage, end);
  }

  public ReceiverSettings withMaxMessage(int bytes) {
    return new ReceiverSettings(interval, limit, bytes, end);
  }

  public ReceiverSettings endingAtMarker() {
    return new ReceiverSettings(interval, limit, maxMessage, End.AT_MARKER);
  }
}
