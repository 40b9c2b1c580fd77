package dev.conveyor.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A part of a file that ends where no word goes on: it holds the words that begin in it, whole.
 * Zeros follow it, so that one may read eight bytes at any place. Belongs to one thread.
 */
final class Chunk {
  /** Small enough for the cache of a core. */
  static final int LENGTH = 1 << 18;

  private static final int PADDING = 2 * Long.BYTES;
  private static final int MORE = 1 << 10;

  private final FileChannel channel;
  private byte[] bytes = new byte[1 + LENGTH + MORE + PADDING];
  private int from;
  private int to;

  Chunk(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads the chunk at this place of the file.
   *
   * @return whether the file reaches to there
   */
  boolean read(long at) throws IOException {
    int before = at == 0 ? 0 : 1;
    int length = fill(at - before, 0, before + LENGTH);
    if (length <= before) {
      return false;
    }
    from = before;
    if (before == 1 && isLetter(bytes[0])) {
      from = afterLetters(1, length); // The chunk before has the rest of this word.
    }
    to = length;
    if (length == before + LENGTH && from < length) {
      while (to == length && isLetter(bytes[to - 1])) {
        ensure(length + MORE);
        length += fill(at - before + length, length, MORE);
        int end = afterLetters(to, length);
        if (end == to) {
          break;
        }
        to = end;
      }
    }
    ensure(to);
    Arrays.fill(bytes, to, to + PADDING, (byte) 0);
    return true;
  }

  private int fill(long position, int offset, int count) throws IOException {
    int filled = 0;
    while (filled < count) {
      ByteBuffer target = ByteBuffer.wrap(bytes, offset + filled, count - filled);
      int read = channel.read(target, position + filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled;
  }

  private void ensure(int length) {
    if (bytes.length < length + PADDING) {
      bytes = Arrays.copyOf(bytes, 2 * length + PADDING);
    }
  }

  private int afterLetters(int start, int end) {
    int at = start;
    while (at < end && isLetter(bytes[at])) {
      at++;
    }
    return at;
  }

  static boolean isLetter(byte value) {
    int lower = value | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }
}
