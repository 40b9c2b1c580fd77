package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.Envelope;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The replacement by a {@link ReplyGuard} for a string that is too long: its length and its
 * beginning, behind a mark that this connection chose at random and keeps secret.
 *
 * @param length of the whole string
 * @param beginning as much as a dead message keeps
 */
public record TruncatedString(long length, byte[] beginning) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MARK_LENGTH = 16;

  /** An envelope and the first KiB of a body. */
  static final int KEPT = Envelope.LENGTH + 1_024;

  /** The mark of a new connection. */
  static byte[] newMark() {
    byte[] mark = new byte[MARK_LENGTH];
    RANDOM.nextBytes(mark);
    return mark;
  }

  byte[] marked(byte[] mark) {
    return ByteBuffer.allocate(MARK_LENGTH + Long.BYTES + beginning.length)
        .put(mark)
        .putLong(length)
        .put(beginning)
        .array();
  }

  /** The cut string that stands here; empty if the string is whole. */
  public static Optional<TruncatedString> of(byte[] string, byte[] mark) {
    if (string.length < MARK_LENGTH + Long.BYTES
        || !Arrays.equals(string, 0, MARK_LENGTH, mark, 0, MARK_LENGTH)) {
      return Optional.empty();
    }
    long length = ByteBuffer.wrap(string).getLong(MARK_LENGTH);
    return Optional.of(
        new TruncatedString(
            length, Arrays.copyOfRange(string, MARK_LENGTH + Long.BYTES, string.length)));
  }
}
