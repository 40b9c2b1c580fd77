package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import com.neilalexander.jnacl.crypto.xsalsa20poly1305;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What CurveZMQ uses of NaCl: boxes, which only their two parties can make or open. A box with
 * public keys is one with the secret key that its parties share.
 */
final class NaCl {
  /** How much longer than its content a box is, in bytes. */
  static final int TAG = 16;

  /** NaCl wants zeros in front of a content, and of a box. */
  static final int ZEROS = 32;

  static final int BOX_ZEROS = 16;

  private static final int NONCE = 24;
  private static final int SHARED = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private NaCl() {}

  /** The key that the owners of both secret keys share. */
  static byte[] shared(byte[] publicKey, byte[] secretKey) {
    byte[] shared = new byte[SHARED];
    curve25519xsalsa20poly1305.crypto_box_beforenm(shared, publicKey, secretKey);
    return shared;
  }

  /** Puts a content into a box. */
  static byte[] seal(byte[] content, byte[] nonce, byte[] key) {
    byte[] padded = new byte[ZEROS + content.length];
    System.arraycopy(content, 0, padded, ZEROS, content.length);
    return Arrays.copyOfRange(sealPadded(padded, nonce, key), BOX_ZEROS, padded.length);
  }

  /**
   * Takes the content out of a box.
   *
   * @throws ProtocolException if it was made with other keys, or changed
   */
  static byte[] open(byte[] box, byte[] nonce, byte[] key) throws ProtocolException {
    byte[] padded = new byte[BOX_ZEROS + box.length];
    System.arraycopy(box, 0, padded, BOX_ZEROS, box.length);
    return Arrays.copyOfRange(openPadded(padded, nonce, key), ZEROS, padded.length);
  }

  /**
   * Puts a content behind 32 zeros into a box.
   *
   * @return the box, behind 16 zeros
   */
  static byte[] sealPadded(byte[] content, byte[] nonce, byte[] key) {
    byte[] box = new byte[content.length];
    xsalsa20poly1305.crypto_secretbox(box, content, content.length, nonce, key);
    return box;
  }

  /**
   * Takes the content out of a box behind 16 zeros.
   *
   * @return the content, behind 32 zeros
   * @throws ProtocolException if it was made with other keys, or changed
   */
  static byte[] openPadded(byte[] box, byte[] nonce, byte[] key) throws ProtocolException {
    byte[] content = new byte[box.length];
    if (box.length < ZEROS
        || xsalsa20poly1305.crypto_secretbox_open(content, box, box.length, nonce, key) != 0) {
      throw new ProtocolException("a box of CURVE that does not open: other keys");
    }
    return content;
  }

  /** A nonce of 16 characters and a number. */
  static byte[] nonce(String prefix, long number) {
    return ByteBuffer.allocate(NONCE).put(prefix.getBytes(US_ASCII)).putLong(number).array();
  }

  /** A nonce of 8 characters and 16 bytes. */
  static byte[] nonce(String prefix, byte[] bytes) {
    return ByteBuffer.allocate(NONCE).put(prefix.getBytes(US_ASCII)).put(bytes).array();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
