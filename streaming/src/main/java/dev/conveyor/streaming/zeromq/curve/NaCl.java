package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import com.neilalexander.jnacl.crypto.xsalsa20poly1305;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The part of NaCl that CurveZMQ uses: authenticated encryption ("boxes") with a key that two
 * parties share, and the derivation of that key from their key pairs.
 */
final class NaCl {
  /** Bytes by which a box is longer than its content. */
  static final int TAG = 16;

  /** Zeros that NaCl needs in front of a content. */
  static final int ZEROS = 32;

  /** Zeros that NaCl needs in front of a box. */
  static final int BOX_ZEROS = 16;

  private static final int NONCE = 24;
  private static final int SHARED = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private NaCl() {}

  /** Derives the key that the owners of both key pairs share. */
  static byte[] shared(byte[] publicKey, byte[] secretKey) {
    byte[] shared = new byte[SHARED];
    curve25519xsalsa20poly1305.crypto_box_beforenm(shared, publicKey, secretKey);
    return shared;
  }

  /** Encrypts a content. */
  static byte[] seal(byte[] content, byte[] nonce, byte[] key) {
    byte[] padded = new byte[ZEROS + content.length];
    System.arraycopy(content, 0, padded, ZEROS, content.length);
    return Arrays.copyOfRange(sealPadded(padded, nonce, key), BOX_ZEROS, padded.length);
  }

  /**
   * Decrypts a box.
   *
   * @throws ProtocolException if the box was made with another key, or modified
   */
  static byte[] open(byte[] box, byte[] nonce, byte[] key) throws ProtocolException {
    byte[] padded = new byte[BOX_ZEROS + box.length];
    System.arraycopy(box, 0, padded, BOX_ZEROS, box.length);
    return Arrays.copyOfRange(openPadded(padded, nonce, key), ZEROS, padded.length);
  }

  /**
   * Encrypts a content behind 32 zeros.
   *
   * @return the box, behind 16 zeros
   */
  static byte[] sealPadded(byte[] content, byte[] nonce, byte[] key) {
    byte[] box = new byte[content.length];
    xsalsa20poly1305.crypto_secretbox(box, content, content.length, nonce, key);
    return box;
  }

  /**
   * Decrypts a box behind 16 zeros.
   *
   * @return the content, behind 32 zeros
   * @throws ProtocolException if the box was made with another key, or modified
   */
  static byte[] openPadded(byte[] box, byte[] nonce, byte[] key) throws ProtocolException {
    byte[] content = new byte[box.length];
    if (box.length < ZEROS
        || xsalsa20poly1305.crypto_secretbox_open(content, box, box.length, nonce, key) != 0) {
      throw new ProtocolException(
          "a command or message of CURVE that other keys encrypted, or that was modified");
    }
    return content;
  }

  /** Builds a nonce of 16 characters and a number. */
  static byte[] nonce(String prefix, long number) {
    return ByteBuffer.allocate(NONCE).put(prefix.getBytes(US_ASCII)).putLong(number).array();
  }

  /** Builds a nonce of 8 characters and 16 bytes. */
  static byte[] nonce(String prefix, byte[] bytes) {
    return ByteBuffer.allocate(NONCE).put(prefix.getBytes(US_ASCII)).put(bytes).array();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
