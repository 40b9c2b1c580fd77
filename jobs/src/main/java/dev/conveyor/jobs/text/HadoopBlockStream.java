package dev.conveyor.jobs.text;

import io.airlift.compress.Decompressor;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The blocks of Hadoop's {@code .snappy} and {@code .lz4} files. A block is its length, then
 * chunks, each with its own length, whose contents make up the block. Fails if a file ends inside a
 * block. Belongs to one thread.
 */
final class HadoopBlockStream extends InputStream {
  private static final int LONGEST = 256 << 20;

  private final DataInputStream in;
  private final Decompressor decompressor;
  private byte[] block = {};
  private int from;
  private int to;

  HadoopBlockStream(InputStream in, Decompressor decompressor) {
    this.in = new DataInputStream(in);
    this.decompressor = decompressor;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int read = Math.min(length, to - from);
    System.arraycopy(block, from, bytes, offset, read);
    from += read;
    return read;
  }

  /** Decompresses the next chunk if needed; returns false at the end of the file. */
  private boolean fill() throws IOException {
    while (from == to) {
      if (to == block.length && !begin()) {
        return false;
      }
      if (to < block.length) {
        unpack();
      }
    }
    return true;
  }

  /** Begins the next block; returns false if there is none. */
  private boolean begin() throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    block = new byte[checked(length)];
    from = 0;
    to = 0;
    return true;
  }

  private void unpack() throws IOException {
    int length = checked(in.readInt());
    byte[] chunk = in.readNBytes(length);
    if (chunk.length < length) {
      throw new EOFException();
    }
    int unpacked = decompressor.decompress(chunk, 0, length, block, to, block.length - to);
    if (unpacked == 0) {
      throw new IOException("a block is shorter than its header says");
    }
    to += unpacked;
  }

  private static int checked(int length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new IOException("a block of " + Integer.toUnsignedString(length) + " bytes is damaged");
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
