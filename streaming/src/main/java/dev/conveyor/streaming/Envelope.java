package dev.conveyor.streaming;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The producer, sequence number and time of a message, which {@code &envelope} adds. A reader can
 * then detect gaps, repeats and latency, see {@code SequenceTracker}.
 *
 * <p>It precedes the body as a header of {@value #LENGTH} bytes, numbers in network byte order:
 *
 * <pre>
 *   0  FF 43 56 01      never the beginning of UTF-8 text
 *   4  producer         8 bytes, chosen at random by each writer
 *  12  sequence         8 bytes, 1 for the first message of this producer to this topic
 *  20  time of sending  8 bytes, milliseconds since 1970 UTC
 *  28  checksum         4 bytes, CRC-32C of the 28 before
 * </pre>
 *
 * Bytes without such a header at their beginning, checksum included, are a plain body. Every reader
 * looks for the header, so plain and enveloped messages may be mixed.
 *
 * @param producer the random id of the writer
 * @param sequence the number of the message among those of its producer to its topic, from 1
 * @param sentAt the time of sending by the producer's clock, to the millisecond, as it is written;
 *     {@link #sent} tells whether it may be one
 */
public record Envelope(long producer, long sequence, Instant sentAt) implements Serializable {
  /** The length of the header in bytes. */
  public static final int LENGTH = 32;

  /** In place of a time of sending that is unknown. */
  public static final Instant UNKNOWN_TIME = Instant.ofEpochMilli(Long.MIN_VALUE);

  static final byte FIRST_BYTE = (byte) 0xFF;

  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  private static final int MARK = 0xFF_43_56_01;
  private static final int CHECKED = LENGTH - Integer.BYTES;

  /**
   * Returns the time of sending; empty if it is before 1970 or after 9999, which no clock shows,
   * and with which calculations might overflow.
   */
  public Optional<Instant> sent() {
    return sentAt.isBefore(Instant.EPOCH) || !sentAt.isBefore(YEAR_10000)
        ? Optional.empty()
        : Optional.of(sentAt);
  }

  /** Returns the header and the body as one new array. */
  public byte[] seal(byte[] body) {
    ByteBuffer sealed = ByteBuffer.allocate(LENGTH + body.length);
    sealed.putInt(MARK).putLong(producer).putLong(sequence).putLong(sentAt.toEpochMilli());
    sealed.putInt(checksum(sealed.array())).put(body);
    return sealed.array();
  }

  /** Parses the envelope at the beginning of bytes; empty if they are a plain body. */
  public static Optional<Envelope> of(byte[] bytes) {
    if (bytes.length < LENGTH || bytes[0] != FIRST_BYTE) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getInt() != MARK || header.getInt(CHECKED) != checksum(bytes)) {
      return Optional.empty();
    }
    Envelope envelope =
        new Envelope(header.getLong(), header.getLong(), Instant.ofEpochMilli(header.getLong()));
    return envelope.sequence > 0 ? Optional.of(envelope) : Optional.empty();
  }

  /** Returns a copy of the body of bytes that begin with a header. */
  static byte[] body(byte[] sealed) {
    return Arrays.copyOfRange(sealed, LENGTH, sealed.length);
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, CHECKED);
    return (int) checksum.getValue();
  }
}
