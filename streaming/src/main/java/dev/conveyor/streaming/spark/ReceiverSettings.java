package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessageReader;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a receiver reads.
 *
 * @param interval of the streaming context: the length of a batch
 * @param limit how many messages a batch may hold from one address; {@link Long#MAX_VALUE} leaves
 *     it to Spark's back pressure
 * @param maxMessage bytes; a larger body comes through dead
 * @param end what the message {@code quit} means
 */
public record ReceiverSettings(Duration interval, long limit, int maxMessage, End end)
    implements Serializable {

  /** The meaning of the message {@code quit}. */
  public enum End {
    /** A word like others. */
    NEVER,
    /** An end marker: the receiver passes it on and reads no further. */
    AT_MARKER
  }

  /** No limit of ours, messages of up to 64 MiB, no end. */
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
