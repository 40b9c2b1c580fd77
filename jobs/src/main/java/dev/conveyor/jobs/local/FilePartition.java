package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.TextReader;
import java.io.IOException;

/** Reads a slice of a file. */
record FilePartition(TextReader reader) implements PartitionReader {
  @Override
  public boolean next() {
    return reader.next();
  }

  @Override
  public long done() {
    return reader.done();
  }

  @Override
  public RecordBlock block() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
