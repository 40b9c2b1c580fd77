package dev.conveyor.jobs.local;

import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.SequenceFile.Sorter.RawKeyValueIterator;

/** The output of Hadoop's sorter as shuffle records. Belongs to one thread at a time. */
final class SortedShuffle implements Iterator<ShuffleRecord>, Closeable {
  private final Optional<RawKeyValueIterator> sorted;
  private final DataInputBuffer in = new DataInputBuffer();
  private final DataOutputBuffer value = new DataOutputBuffer();
  private ShuffleRecord next;

  /**
   * Creates the records, and reads the first one.
   *
   * @param sorted empty if there is no shuffle record
   */
  SortedShuffle(Optional<RawKeyValueIterator> sorted) throws IOException {
    this.sorted = sorted;
    advance();
  }

  private void advance() throws IOException {
    next = sorted.isPresent() && sorted.get().next() ? record(sorted.get()) : null;
  }

  private ShuffleRecord record(RawKeyValueIterator at) throws IOException {
    ShuffleKey key = new ShuffleKey();
    in.reset(at.getKey().getData(), at.getKey().getLength());
    key.readFields(in);
    value.reset();
    at.getValue().writeUncompressedBytes(value);
    in.reset(value.getData(), value.getLength());
    BytesWritable bytes = new BytesWritable();
    bytes.readFields(in);
    return new ShuffleRecord(key, bytes.copyBytes());
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public ShuffleRecord next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    ShuffleRecord result = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    if (sorted.isPresent()) {
      sorted.get().close();
    }
  }
}
