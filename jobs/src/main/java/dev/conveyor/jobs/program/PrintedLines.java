package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.CopiedRecords;
import dev.conveyor.jobs.input.LineReader;
import dev.conveyor.jobs.input.RecordBlock;
import java.io.IOException;
import java.io.InputStream;

/** The lines that a program prints. Belongs to one thread; closes nothing. */
public final class PrintedLines {
  private final LineReader lines;
  private final String source;

  /**
   * @param source who prints them
   * @param longest of a line, in bytes; a longer one is dead
   */
  public PrintedLines(InputStream from, String source, int longest) {
    this.lines = new LineReader(from, 0, longest);
    this.source = source;
  }

  /** Waits for more. */
  public boolean hasNext() throws IOException {
    return lines.hasNext(Long.MAX_VALUE);
  }

  /** All that are here already, and one at least; they stay as they are. */
  public RecordBlock next() throws IOException {
    CopiedRecords block = new CopiedRecords(source);
    lines.read(Long.MAX_VALUE, block);
    return block;
  }
}
