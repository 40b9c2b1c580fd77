package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The line of a reply that is coming in: its length and the time that it takes are bounded. */
final class ReplyLine {
  private static final int LONGEST_TEXT = 64 << 10;
  private static final int LONGEST_NUMBER = 24;
  private static final long LONGEST_TIME = TimeUnit.SECONDS.toNanos(10);

  private byte[] bytes = new byte[64];
  private int length;
  private long began;

  boolean isEmpty() {
    return length == 0;
  }

  /** Refuses a line that has been coming in for too long. */
  void checkTime() throws ReplyException {
    if (length > 0 && System.nanoTime() - began > LONGEST_TIME) {
      throw new ReplyException("it has not ended a line for 10 s");
    }
  }

  /** Returns whether that was its end. */
  boolean add(byte b) throws ReplyException {
    if (length == 0) {
      began = System.nanoTime();
      ReplyShape.checkKind(b);
    }
    if (length > 0 && length == (isText() ? LONGEST_TEXT : LONGEST_NUMBER)) {
      throw new ReplyException("it answers a line without an end");
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = b;
    return b == '\n';
  }

  private boolean isText() {
    return bytes[0] == '+' || bytes[0] == '-';
  }

  /** The line with its end; the next one begins. */
  byte[] end() throws ReplyException {
    if (length < 3 || bytes[length - 2] != '\r') {
      throw new ReplyException("it answers what is no Redis reply");
    }
    byte[] line = Arrays.copyOf(bytes, length);
    length = 0;
    return line;
  }

  /** Returns the number in a line that announces a length. */
  static long number(byte[] line) throws ReplyException {
    try {
      return Long.parseLong(new String(line, 1, line.length - 3, US_ASCII));
    } catch (NumberFormatException e) {
      throw new ReplyException("it answers what is no Redis reply");
    }
  }
}
