package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;

/** A view of a byte range, which moves from record to record. Belongs to one thread. */
public final class Bytes {
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
