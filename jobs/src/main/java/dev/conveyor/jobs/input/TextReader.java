package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads one slice of a text file, block after block. Belongs to one thread. */
public final class TextReader implements RecordBlock, Closeable {
  private final TextSlice slice;
  private final Path path;
  private final FSDataInputStream file;
  private final InputStream text;
  private final LineReader lines;
  private final long end;

  /**
   * @param text decompressed content of the file
   */
  TextReader(
      TextSlice slice,
      Path path,
      FSDataInputStream file,
      InputStream text,
      LineReader lines,
      long end) {
    this.slice = slice;
    this.path = path;
    this.file = file;
    this.text = text;
    this.lines = lines;
    this.end = end;
  }

  /**
   * Returns whether there is a block to {@link #read}.
   *
   * @throws BatchException if the file cannot be read
   */
  public boolean next() {
    try {
      return lines.hasNext(end);
    } catch (IOException e) {
      throw TextFiles.unreadable(path, e);
    }
  }

  @Override
  public void read(RecordVisitor visitor) {
    try {
      lines.read(end, visitor);
    } catch (IOException e) {
      throw TextFiles.unreadable(path, e);
    }
  }

  @Override
  public String source() {
    return TextFiles.shown(path);
  }

  @Override
  public String position() {
    return "byte " + lines.position();
  }

  /** The number of bytes of the slice that were read. */
  public long done() {
    try {
      return Math.max(0, Math.min(file.getPos() - slice.from(), slice.length()));
    } catch (IOException e) {
      throw TextFiles.unreadable(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      text.close();
    } finally {
      file.close();
    }
  }
}
