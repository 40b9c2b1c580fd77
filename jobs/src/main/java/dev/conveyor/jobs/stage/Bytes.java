package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;

/** A view of a byte range, which moves from record to record. Belongs to one thread. */
public final class Bytes {
  /** The longest array that every JVM allows. */
  static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private byte[] buffer;
  private int from;
  private int to;

  /** Returns a view of the whole array, without copying it. */
  public static Bytes of(byte[] buffer) {
    return new Bytes().set(buffer, 0, buffer.length);
  }

  /** Moves the view to the bytes from (inclusive) to (exclusive). */
  public Bytes set(byte[] buffer, int from, int to) {
    this.buffer = buffer;
    this.from = from;
    this.to = to;
    return this;
  }

  /**
   * Returns the index of the first byte of this value, or -1 if there is none. Looks at eight bytes
   * at a time.
   */
  public static int indexOf(byte value, byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= Long.BYTES) {
      int offset = EightBytes.indexOf(EightBytes.read(bytes, at), value);
      if (offset < Long.BYTES) {
        return at + offset;
      }
      at += Long.BYTES;
    }
    for (; at < to; at++) {
      if (bytes[at] == value) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Returns the new length of an array that is too short: twice as long, or more if needed.
   *
   * @param content of the array, for the message
   * @throws IllegalStateException if no array is that long
   */
  static int grownLength(int length, long needed, String content) {
    if (needed > MAX_LENGTH) {
      throw new IllegalStateException("cannot hold " + content + ": " + needed + " exceed 2 Gi");
    }
    return (int) Math.min(MAX_LENGTH, Math.max(needed, length * 2L));
  }

  public byte[] buffer() {
    return buffer;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  @Override
  public String toString() {
    return new String(buffer, from, length(), StandardCharsets.UTF_8);
  }
}
