package dev.conveyor.streaming;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message as a reader hands it over.
 *
 * <p>A message that cannot be processed at all (over the size limit, a wrong number of frames)
 * comes through as well, {@linkplain #isDead dead}: with its reason and with no more of its body
 * than fits, so that it is counted where all others are.
 *
 * @param source the list, stream, channel or topic that it came through
 * @param id as the transport numbers its messages; empty where it does not
 * @param envelope null where the message came without one
 * @param body the bytes as they were sent; not copied, so not to be written to
 * @param deathReason null for a living message
 */
public record Message(String source, String id, Envelope envelope, byte[] body, String deathReason)
    implements Serializable {

  /** The bytes kept of a body over the size limit. */
  private static final int KEPT = 1_024;

  private static final byte[] END_MARKER = "quit".getBytes(StandardCharsets.US_ASCII);

  /** A living message of which nothing but source and body is known. */
  public static Message of(String source, byte[] body) {
    return new Message(source, "", null, body, null);
  }

  /**
   * Creates a message from received bytes: taken out of its envelope if it has one; living if its
   * body is within the limit, else dead with the body's first KiB.
   */
  public static Message received(String source, byte[] bytes, int maxMessage) {
    Optional<Envelope> envelope = Envelope.of(bytes);
    byte[] body = envelope.isPresent() ? Envelope.body(bytes) : bytes;
    return received(source, "", envelope.orElse(null), body, maxMessage);
  }

  /** The same for a message whose transport keeps envelope and body apart. */
  public static Message received(
      String source, String id, Envelope envelope, byte[] body, int maxMessage) {
    return body.length <= maxMessage
        ? new Message(source, id, envelope, body, null)
        : overLimit(source, id, envelope, body, body.length, maxMessage);
  }

  /** The same for bytes of which only the beginning is at hand, since they are over the limit. */
  public static Message beginning(String source, byte[] beginning, long length, int maxMessage) {
    Message message = received(source, beginning, Integer.MAX_VALUE);
    long lengthOfBody = length - (message.envelope == null ? 0 : Envelope.LENGTH);
    return overLimit(source, "", message.envelope, message.body, lengthOfBody, maxMessage);
  }

  private static Message overLimit(
      String source, String id, Envelope envelope, byte[] body, long length, int maxMessage) {
    return new Message(
        source,
        id,
        envelope,
        Arrays.copyOf(body, Math.min(body.length, KEPT)),
        "message of " + length + " bytes is over the limit of " + maxMessage);
  }

  /** A message that no job can take, with as much of its body as is kept. */
  public static Message dead(String source, byte[] beginning, String reason) {
    return new Message(source, "", null, beginning, reason);
  }

  public boolean isDead() {
    return deathReason != null;
  }

  /**
   * Returns whether the body is {@code quit}: where a reader was told to expect end markers, one.
   */
  public boolean isEndMarker() {
    return !isDead() && Arrays.equals(body, END_MARKER);
  }

  /** The body of an end marker. */
  public static byte[] endMarker() {
    return END_MARKER.clone();
  }
}
