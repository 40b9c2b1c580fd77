package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;

/** Puts words into lines until there are enough bytes, and then ends exactly there. */
final class CorpusLines {
  private final OutputStream out;
  private final long limit;
  private final int width;
  private long written;
  private int column;

  /**
   * @param width a line ends at the first word that ends behind this column
   */
  CorpusLines(OutputStream out, long limit, int width) {
    this.out = out;
    this.limit = limit;
    this.width = width;
  }

  /** Returns false, and ends the text by a line feed, if the word does not fit any more. */
  boolean add(byte[] word, int length) throws IOException {
    if (written + length + 1 > limit) {
      finish();
      return false;
    }
    out.write(word, 0, length);
    column += length + 1;
    out.write(column >= width ? '\n' : ' ');
    column = column >= width ? 0 : column;
    written += length + 1;
    return true;
  }

  /** The separator after the last word stands in place of the missing bytes. */
  private void finish() throws IOException {
    while (written < limit - 1) {
      out.write(' ');
      written++;
    }
    if (written < limit) {
      out.write('\n');
      written++;
    }
  }
}
