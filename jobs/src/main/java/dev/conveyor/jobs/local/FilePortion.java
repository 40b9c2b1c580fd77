package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.RecordBlock;
import dev.conveyor.jobs.batch.TextReader;
import java.io.IOException;

/** Of a file. */
record FilePortion(TextReader reader) implements PortionReader {
  @Override
  public boolean next() {
    return reader.next();
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
