package dev.conveyor.streaming;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message from a reader.
 *
 * <p>A message over the size limit, or with a wrong number of frames, cannot be processed. It
 * becomes a dead letter, see {@link #isDead}, with a reason and as much of its body as is kept. The
 * reader returns it like any other message, so that it is counted.
 *
 * @param source the list, stream, channel or topic of the message
 * @param id the transport's identifier of the message; empty where it has none
 * @param envelope null if the message had none
 * @param body the bytes as they were sent, for a dead letter perhaps only their beginning; not
 *     copied, and must not be modified
 * @param deathReason null unless the message is a dead letter
 */
public record Message(String source, String id, Envelope envelope, byte[] body, String deathReason)
    implements Serializable {

  /** The number of bytes that a dead message keeps of its body, from the first. */
  public static final int KEPT = 1_024;

  private static final byte[] END_MARKER = "quit".getBytes(StandardCharsets.US_ASCII);

  /** Returns a processable message with neither id nor envelope. */
  public static Message of(String source, byte[] body) {
    return new Message(source, "", null, body, null);
  }

  /**
   * Creates a message from received bytes, and removes the envelope if they have one. A body over
   * the limit makes it a dead letter with the first KiB of the body.
   *
   * @param maxMessage the size limit of a body in bytes
   */
  public static Message received(String source, byte[] bytes, int maxMessage) {
    Optional<Envelope> envelope = Envelope.of(bytes);
    byte[] body = envelope.isPresent() ? Envelope.body(bytes) : bytes;
    return received(source, "", envelope.orElse(null), body, maxMessage);
  }

  /**
   * Creates a message from an envelope and a body that the transport keeps apart. A body over the
   * limit makes it a dead letter with the first KiB of the body.
   *
   * @param envelope null if the message had none
   * @param maxMessage the size limit of a body in bytes
   */
  public static Message received(
      String source, String id, Envelope envelope, byte[] body, int maxMessage) {
    return body.length <= maxMessage
        ? new Message(source, id, envelope, body, null)
        : overLimit(source, id, envelope, body, body.length, maxMessage);
  }

  /**
   * Creates a dead letter for a message over the limit, from the beginning of its bytes. Keeps at
   * most the first KiB of the body.
   *
   * @param length the number of bytes of the whole message, with its envelope
   * @param maxMessage the size limit of a body in bytes
   */
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

  /**
   * Creates a dead letter.
   *
   * @param beginning the part of the body that is kept; not copied
   */
  public static Message dead(String source, byte[] beginning, String reason) {
    return new Message(source, "", null, beginning, reason);
  }

  public boolean isDead() {
    return deathReason != null;
  }

  /**
   * Returns whether the body is {@code quit}. It is an end marker only for a reader that was told
   * to expect end markers. Always false for a dead letter.
   */
  public boolean isEndMarker() {
    return !isDead() && isEndMarker(body, 0, body.length);
  }

  static boolean isEndMarker(byte[] buffer, int from, int to) {
    return to - from == END_MARKER.length
        && Arrays.equals(buffer, from, to, END_MARKER, 0, END_MARKER.length);
  }

  /** Returns the body of an end marker, as a copy. */
  public static byte[] endMarker() {
    return END_MARKER.clone();
  }
}
