package dev.conveyor.streaming.redis.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Envelope;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * An entry as Redis hands it over.
 *
 * @param body null if it has no such field
 * @param envelope null if its fields hold none
 * @param size of all fields, in bytes, and some for each
 */
record StreamEntry(StreamId id, byte[] body, Envelope envelope, long size) {
  static final int A_FIELD = 8;
  private static final byte[] PRODUCER = "conveyor-producer".getBytes(US_ASCII);
  private static final byte[] SEQUENCE = "conveyor-sequence".getBytes(US_ASCII);
  private static final byte[] TIME = "conveyor-time".getBytes(US_ASCII);

  /** The names of the fields of an envelope. */
  static final List<byte[]> ENVELOPE = List.of(PRODUCER, SEQUENCE, TIME);

  /** Reads the pair of an ID and the list of names and values. */
  static StreamEntry of(Object answer, byte[] bodyField) {
    List<?> pair = (List<?>) answer;
    List<?> fields = pair.get(1) == null ? List.of() : (List<?>) pair.get(1);
    StreamId id = id(text((byte[]) pair.get(0)));
    long size = fields.stream().mapToLong(field -> ((byte[]) field).length + A_FIELD).sum();
    return new StreamEntry(id, value(fields, bodyField), envelope(fields), size);
  }

  StreamEntry withBody(byte[] other) {
    return new StreamEntry(id, other, envelope, size);
  }

  /** Reads an ID as Redis writes it. Needs no pattern, since it runs once an entry. */
  private static StreamId id(String text) {
    int dash = text.indexOf('-');
    try {
      return new StreamId(
          Long.parseUnsignedLong(text, 0, dash, 10),
          Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("an entry without an ID", e);
    }
  }

  /** Returns the value of the first field of that name; null if there is none. */
  private static byte[] value(List<?> fields, byte[] name) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (Arrays.equals((byte[]) fields.get(i), name)) {
        return (byte[]) fields.get(i + 1);
      }
    }
    return null;
  }

  private static Envelope envelope(List<?> fields) {
    byte[] producer = fields.size() > 2 ? value(fields, PRODUCER) : null;
    byte[] sequence = producer == null ? null : value(fields, SEQUENCE);
    return envelope(producer, sequence, sequence == null ? null : value(fields, TIME));
  }

  /** Returns the envelope that these values make; null if one is null, or is none. */
  static Envelope envelope(byte[] producer, byte[] sequence, byte[] time) {
    if (producer == null || sequence == null || time == null) {
      return null;
    }
    try {
      long number = Long.parseLong(text(sequence));
      Instant sentAt = Instant.ofEpochMilli(Long.parseLong(text(time)));
      return number < 1
          ? null
          : new Envelope(Long.parseUnsignedLong(text(producer), 16), number, sentAt);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static String text(byte[] value) {
    return new String(value, US_ASCII);
  }
}
