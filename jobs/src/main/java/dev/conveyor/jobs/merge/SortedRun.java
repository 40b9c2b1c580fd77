package dev.conveyor.jobs.merge;

import java.io.Closeable;
import java.io.IOException;

/** Entries in the order of their keys, in memory or on disk. Safe for threads once complete. */
interface SortedRun extends Closeable {

  /** Visits keys of a run. */
  @FunctionalInterface
  interface Samples {
    /**
     * Visits the beginning of a key.
     *
     * @param bytes of entries from there to the next sample
     */
    void visit(byte[] beginning, int bytes);
  }

  /** Returns the size of all blocks in bytes. */
  long size();

  /** Visits some keys of the run. */
  void sample(Samples visitor);

  /**
   * Opens a cursor before the first entry whose key is not less than {@code least}.
   *
   * @param least null for the first entry of all
   */
  RunCursor open(byte[] least) throws IOException;

  @Override
  void close() throws IOException;
}
