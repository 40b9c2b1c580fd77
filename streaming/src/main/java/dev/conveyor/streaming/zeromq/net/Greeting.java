package dev.conveyor.streaming.zeromq.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The 64 bytes of a ZMTP 3 greeting. */
final class Greeting {
  static final int LENGTH = 64;
  static final int SIGNATURE_END = 9;
  static final int VERSION = 10;
  static final int MIN_VERSION = 3;

  /** The position of the security mechanism's name. */
  private static final int MECHANISM = 12;

  static final int MECHANISM_END = 32;

  private Greeting() {}

  /** Builds the greeting of an end without encryption. */
  static byte[] plain() {
    byte[] greeting = new byte[LENGTH];
    greeting[0] = (byte) 0xFF;
    greeting[SIGNATURE_END - 1] = 1;
    greeting[SIGNATURE_END] = 0x7F;
    greeting[VERSION] = MIN_VERSION;
    name(greeting, 0, "NULL");
    return greeting;
  }

  /**
   * Writes the name of a mechanism into a part of a greeting, as far as the name lies in it.
   *
   * @param from the position of the part in the greeting
   */
  static void name(byte[] part, int from, String mechanism) {
    byte[] name = Arrays.copyOf(mechanism.getBytes(US_ASCII), MECHANISM_END - MECHANISM);
    for (int i = Math.max(from, MECHANISM); i < Math.min(from + part.length, MECHANISM_END); i++) {
      part[i - from] = name[i - MECHANISM];
    }
  }

  /** Returns whether a greeting, complete up to the mechanism's name, names this mechanism. */
  static boolean hasMechanism(byte[] greeting, String mechanism) {
    byte[] other = greeting.clone();
    name(other, 0, mechanism);
    return Arrays.equals(greeting, other);
  }
}
