package dev.conveyor.jobs.format;

import java.io.Closeable;
import java.io.IOException;

/** Writes the entries of a file with results, in their order. Belongs to one thread. */
public interface PartWriter extends Closeable {

  /** Writes an entry whose key is the bytes from (inclusive) to (exclusive). */
  void write(byte[] buffer, int from, int to, long amount) throws IOException;
}
