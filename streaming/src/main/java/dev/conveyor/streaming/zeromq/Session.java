package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * One feeder of an acknowledged queue from its opening to its closing, as its readers recognize it.
 *
 * <p>Its identity is a mark that no other client has by accident, and random bytes. Its numbers
 * begin at a random one: a socket that connects keeps the identity of the peer that it connected to
 * first, so that a later feeder at the same address appears under the identity of an earlier one.
 * Identity and number together are equal only for a message that was sent again.
 */
record Session(byte[] identity, long first) {
  private static final byte[] MARK = "conveyor-session:".getBytes(US_ASCII);
  private static final int RANDOM_BYTES = 16;

  /** A new one. */
  static Session random() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    byte[] identity = ByteBuffer.allocate(MARK.length + RANDOM_BYTES).put(MARK).put(bytes).array();
    // Three quarters of all numbers are above: it never counts beyond the last.
    return new Session(identity, random.nextLong() >>> 2);
  }

  /** Returns whether a peer with this identity is a feeder of ours. */
  static boolean isMarked(byte[] identity) {
    return identity.length == MARK.length + RANDOM_BYTES
        && Arrays.equals(identity, 0, MARK.length, MARK, 0, MARK.length);
  }
}
