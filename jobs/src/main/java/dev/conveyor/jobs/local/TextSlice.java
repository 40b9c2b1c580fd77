package dev.conveyor.jobs.local;

import dev.conveyor.streaming.BodyVisitor;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The records of a text file that begin at {@code from} (inclusive) to {@code to} (exclusive): a
 * record that a cut goes through belongs to the slice before it. So any cuts whatever give the same
 * records in the same order.
 */
record TextSlice(String path, long from, long to) implements FileSlice {

  @Override
  public long length() {
    return to - from;
  }

  @Override
  public void read(BodyVisitor visitor) throws IOException {
    try (FileChannel file = FileChannel.open(Path.of(path))) {
      // One byte earlier: if it ends a record, the next one begins exactly here.
      long start = Math.max(0, from - 1);
      LineReader lines = new LineReader(Channels.newInputStream(file.position(start)), start);
      if (from == 0) {
        lines.skipByteOrderMark();
      } else {
        lines.skipRecord(to);
      }
      lines.read(to, visitor);
    }
  }
}
