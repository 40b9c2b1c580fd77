package dev.conveyor.jobs.merge;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sorted run in a file of this machine. The file has no name once it is open, so that it goes
 * with the process. One thread writes; any number may read then.
 */
final class DiskRun implements SortedRun {
  /** The size of a block: a range of keys reads one block more than it needs from each run. */
  private static final int BLOCK = 64 << 10;

  private final FileChannel file;

  /** Null once the run is complete. */
  private SortedBlock.Writer writer = new SortedBlock.Writer(BLOCK + (4 << 10));

  /** The beginning of the first key of each block. */
  private final List<byte[]> firstKeys = new ArrayList<>();

  /** The position of each block in the file, and of the end. */
  private long[] positions = new long[64];

  private long size;
  private int longestBlock;

  private DiskRun(FileChannel file) {
    this.file = file;
  }

  /** Creates an empty run in a folder, which need not exist yet. */
  static DiskRun create(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path name = Files.createTempFile(folder, "conveyor-run-", null);
    return new DiskRun(
        FileChannel.open(
            name,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Appends an entry, whose key is greater than all before. */
  void add(byte[] key, int from, int to, long amount) throws IOException {
    if (writer.isEmpty()) {
      firstKeys.add(KeyOrder.beginning(key, from, to));
    }
    writer.add(key, from, to, amount);
    if (writer.length() >= BLOCK) {
      flush();
    }
  }

  /** Writes the rest of what was added, and frees the memory for that. */
  void complete() throws IOException {
    if (!writer.isEmpty()) {
      flush();
    }
    writer = null;
  }

  private void flush() throws IOException {
    int block = firstKeys.size() - 1;
    if (block + 1 == positions.length) {
      positions = Arrays.copyOf(positions, 2 * positions.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(writer.finish(0, 0));
    while (bytes.hasRemaining()) {
      size += file.write(bytes, size);
    }
    longestBlock = Math.max(longestBlock, bytes.limit());
    positions[block + 1] = size;
  }

  /** Returns the bytes that a cursor takes. */
  int longestBlock() {
    return longestBlock;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void sample(Samples visitor) {
    for (int block = 0; block < firstKeys.size(); block++) {
      visitor.visit(firstKeys.get(block), (int) (positions[block + 1] - positions[block]));
    }
  }

  @Override
  public RunCursor open(byte[] least) {
    if (least == null) {
      return new RunCursor(new Reader(0)::load);
    }
    int low = 0;
    int high = firstKeys.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (KeyOrder.isBeginningLess(firstKeys.get(middle), least)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    RunCursor cursor = new RunCursor(new Reader(low)::load);
    cursor.skipBelow(least);
    return cursor;
  }

  /** Reads block after block, each into the same array. */
  private final class Reader {
    private byte[] buffer = new byte[0];
    private int block;

    private Reader(int block) {
      this.block = block;
    }

    private boolean load(RunCursor into) throws IOException {
      if (block == firstKeys.size()) {
        return false;
      }
      int length = (int) (positions[block + 1] - positions[block]);
      if (buffer.length < length) {
        buffer = new byte[length];
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
      while (bytes.hasRemaining()) {
        if (file.read(bytes, positions[block] + bytes.position()) < 0) {
          throw new EOFException("a temporary file was cut off");
        }
      }
      block++;
      into.set(SortedBlock.open(buffer, length), length);
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
