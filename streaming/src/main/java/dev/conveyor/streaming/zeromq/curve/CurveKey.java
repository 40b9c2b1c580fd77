package dev.conveyor.streaming.zeromq.curve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;
import org.zeromq.ZMQ;

/**
 * A key of Curve25519, 32 bytes, public or secret; written as 64 hexadecimal digits or as Z85
 * (ZeroMQ RFC 32). Does not show itself.
 */
public final class CurveKey {
  static final int LENGTH = 32;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern Z85 = Pattern.compile("[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}");
  private static final NamedParameterSpec CURVE = NamedParameterSpec.X25519;
  private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

  private final byte[] bytes;

  /**
   * Wraps a key.
   *
   * @param bytes the 32 bytes of the key, copied
   */
  public CurveKey(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key of Curve25519 has 32 bytes");
    }
    this.bytes = bytes.clone();
  }

  /** Parses a key in hexadecimal or Z85; empty if the text is not a key. */
  public static Optional<CurveKey> parse(String text) {
    if (HEX.matcher(text).matches()) {
      return Optional.of(new CurveKey(HexFormat.of().parseHex(text)));
    }
    return Z85.matcher(text).matches()
        ? Optional.of(new CurveKey(ZMQ.Curve.z85Decode(text)))
        : Optional.empty();
  }

  /** Makes a secret key from a secure random source. */
  public static CurveKey random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return new CurveKey(bytes);
  }

  /** Derives the public key of this secret key: RFC 7748, the function X25519 at the base point. */
  public CurveKey publicKey() {
    try {
      KeyFactory keys = KeyFactory.getInstance("X25519");
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(keys.generatePrivate(new XECPrivateKeySpec(CURVE, bytes)));
      agreement.doPhase(keys.generatePublic(new XECPublicKeySpec(CURVE, BASE_POINT)), true);
      return new CurveKey(agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime knows no X25519", e);
    }
  }

  /** Returns a copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the key as 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CurveKey key && Arrays.equals(key.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a CURVE key";
  }
}
