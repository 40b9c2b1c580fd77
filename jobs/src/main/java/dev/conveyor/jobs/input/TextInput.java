package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Opens slices of text files. Belongs to one thread. */
public final class TextInput {
  private final Configuration configuration;
  private final int longest;
  private final Compression compression;

  /**
   * @param longest in bytes; a longer record is dead
   */
  public TextInput(Configuration configuration, int longest) {
    this.configuration = configuration;
    this.longest = longest;
    this.compression = new Compression(configuration);
  }

  /**
   * Opens one, to be closed by the caller. A file is looked at where its first slice is read: only
   * one that is plain has others.
   *
   * @throws BatchException if it cannot be read
   */
  public TextReader open(TextSlice slice) {
    return open(
        slice,
        (path, file) -> slice.from() == 0 ? whole(slice, path, file) : rest(slice, path, file));
  }

  /** Opens one of a file that is known to be plain, whatever it begins with; likewise. */
  public TextReader openPlain(TextSlice slice) {
    return open(slice, (path, file) -> rest(slice, path, file));
  }

  @FunctionalInterface
  private interface Opening {
    TextReader open(Path path, FSDataInputStream file) throws IOException;
  }

  private TextReader open(TextSlice slice, Opening opening) {
    Path path = new Path(slice.path());
    try {
      FSDataInputStream file = path.getFileSystem(configuration).open(path);
      try {
        return opening.open(path, file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw TextFiles.unreadable(path, e);
    }
  }

  private TextReader whole(TextSlice slice, Path path, FSDataInputStream file) throws IOException {
    Compression.Opened opened = compression.open(path, file);
    LineReader lines = new LineReader(opened.text(), 0, longest);
    lines.skipByteOrderMark();
    long end = opened.isPlain() ? slice.to() : Long.MAX_VALUE;
    return new TextReader(slice, path, file, opened.text(), lines, end);
  }

  private TextReader rest(TextSlice slice, Path path, FSDataInputStream file) throws IOException {
    // One byte earlier: if it ends a record, the next one begins exactly here.
    long start = Math.max(0, slice.from() - 1);
    file.seek(start);
    LineReader lines = new LineReader(file, start, longest);
    if (slice.from() > 0) {
      lines.skipRecord(slice.to());
    }
    return new TextReader(slice, path, file, file, lines, slice.to());
  }
}
