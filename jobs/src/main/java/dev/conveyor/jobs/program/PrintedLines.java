package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.CopiedRecords;
import dev.conveyor.jobs.input.LineReader;
import dev.conveyor.jobs.input.RecordBlock;
import java.io.IOException;
import java.io.InputStream;

/** The lines that a program prints. Belongs to one thread; does not close the stream. */
public final class PrintedLines {
  private final LineReader lines;
  private final String source;

  /**
   * Creates a reader of lines.
   *
   * @param source the name of the program in messages
   * @param longest the maximum length of a line in bytes; a longer one becomes a dead letter
   */
  public PrintedLines(InputStream from, String source, int longest) {
    this.lines = new LineReader(from, 0, longest);
    this.source = source;
  }

  /** Waits for a line; returns false at the end. */
  public boolean hasNext() throws IOException {
    return lines.hasNext(Long.MAX_VALUE);
  }

  /**
   * Returns a block of at least one line, with further ones that have been read already. It stays
   * valid.
   */
  public RecordBlock next() throws IOException {
    CopiedRecords block = new CopiedRecords(source);
    lines.read(Long.MAX_VALUE, block);
    return block;
  }
}
