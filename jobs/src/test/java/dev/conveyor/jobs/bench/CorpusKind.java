package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;

/** A way to make text. */
interface CorpusKind {
  /** Part of the file's name; different for different text. */
  String name();

  /**
   * Writes this many bytes, the last of which is a line feed. Equal seeds give equal bytes.
   *
   * @throws IOException if it cannot be written
   */
  void write(OutputStream out, long bytes, long seed) throws IOException;
}
