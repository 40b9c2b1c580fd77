package dev.conveyor.streaming;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * One message as a reader hands it over.
 *
 * <p>A message that cannot be processed at all (over the size limit, a wrong number of frames)
 * comes through as well, {@linkplain #isDead dead}: with its reason and with no more of its body
 * than fits, so that it is counted where all others are.
 *
 * @param source the list, stream, channel or topic that it came through
 * @param id as the transport numbers its messages; empty where it does not
 * @param sentAt null where the message does not carry it
 * @param body the bytes as they were sent; not copied, so not to be written to
 * @param deathReason null for a living message
 */
public record Message(String source, String id, Instant sentAt, byte[] body, String deathReason)
    implements Serializable {

  /** What is kept of the body of a message over the size limit, in bytes. */
  private static final int KEPT = 1_024;

  private static final byte[] END_MARKER = "quit".getBytes(StandardCharsets.US_ASCII);

  /** A living message of which nothing but source and body is known. */
  public static Message of(String source, byte[] body) {
    return new Message(source, "", null, body, null);
  }

  /** A message, living if its body is within the limit, else dead with the body's first KiB. */
  public static Message of(String source, byte[] body, int maxMessage) {
    return body.length <= maxMessage
        ? of(source, body)
        : dead(
            source,
            Arrays.copyOf(body, Math.min(body.length, KEPT)),
            "message of " + body.length + " bytes is over the limit of " + maxMessage);
  }

  /** A message that no job can take, with as much of its body as is kept. */
  public static Message dead(String source, byte[] beginning, String reason) {
    return new Message(source, "", null, beginning, reason);
  }

  public boolean isDead() {
    return deathReason != null;
  }

  /** Whether the body is {@code quit}: where a reader was told to expect end markers, one. */
  public boolean isEndMarker() {
    return !isDead() && Arrays.equals(body, END_MARKER);
  }

  /** The body of an end marker. */
  public static byte[] endMarker() {
    return END_MARKER.clone();
  }
}
