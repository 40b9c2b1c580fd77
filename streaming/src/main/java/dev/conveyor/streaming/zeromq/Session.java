package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The identity of one open feeder of an acknowledged queue, by which readers detect repeats.
 *
 * <p>The identity is a prefix that no other client has by accident, and random bytes. The sequence
 * numbers begin at a random number, since a connecting socket keeps the identity of its first peer.
 * A later feeder at the same address then appears under the identity of an earlier one. Identity
 * and number together are equal only for a message that was sent again.
 */
record Session(byte[] identity, long first) {
  private static final byte[] PREFIX = "conveyor-session:".getBytes(US_ASCII);
  private static final int RANDOM_BYTES = 16;

  /** Creates a session. */
  static Session random() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    byte[] identity =
        ByteBuffer.allocate(PREFIX.length + RANDOM_BYTES).put(PREFIX).put(bytes).array();
    // Three quarters of all numbers are above it, so that the sequence never overflows.
    return new Session(identity, random.nextLong() >>> 2);
  }

  /** Returns whether a peer with this identity is a feeder of Conveyor. */
  static boolean hasPrefix(byte[] identity) {
    return identity.length == PREFIX.length + RANDOM_BYTES
        && Arrays.equals(identity, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }
}
