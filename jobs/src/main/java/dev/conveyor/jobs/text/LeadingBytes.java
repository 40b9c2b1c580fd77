package dev.conveyor.jobs.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The first bytes of a stream, and the stream including them. Belongs to one thread. */
final class LeadingBytes {

  /** The length of a tar header; all other formats need fewer bytes. */
  static final int LENGTH = 512;

  private final byte[] bytes;
  private final InputStream rest;

  private LeadingBytes(byte[] bytes, InputStream rest) {
    this.bytes = bytes;
    this.rest = rest;
  }

  /**
   * Reads {@link #LENGTH} bytes, or all if there are fewer. A stream that begins with a whole line
   * is text, so it reads no further than that line.
   */
  static LeadingBytes of(InputStream in) throws IOException {
    byte[] bytes = new byte[LENGTH];
    int length = 0;
    while (length < LENGTH && !beginsWithLine(bytes, length)) {
      int read = in.read(bytes, length, LENGTH - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return new LeadingBytes(Arrays.copyOf(bytes, length), in);
  }

  /** No mark reaches beyond an LF, unless a control character comes before it. */
  private static boolean beginsWithLine(byte[] bytes, int length) {
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '\n') {
        return true;
      }
      if (bytes[at] >= 0 && bytes[at] < ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
        return false;
      }
    }
    return false;
  }

  int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the byte at that index, 0 to 255; -1 beyond the last. */
  int at(int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }

  boolean startsWith(int... expected) {
    return holds(0, expected);
  }

  boolean holds(int index, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (at(index + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns an unsigned little-endian number. */
  long number(int index, int length) {
    long number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = number << 8 | Math.max(0, at(index + i));
    }
    return number;
  }

  /** Returns the stream without its first {@code passed} bytes. Call it once. */
  InputStream stream(int passed) {
    return new PrependedStream(bytes, passed, rest);
  }
}
