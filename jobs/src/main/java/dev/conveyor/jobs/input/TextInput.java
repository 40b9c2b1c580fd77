package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Opens slices of text files. Belongs to one thread. */
public final class TextInput {
  private final Configuration configuration;
  private final int maxRecordBytes;
  private final Compression compression;

  /**
   * @param maxRecordBytes limit on a record in bytes; a longer record is dead
   */
  public TextInput(Configuration configuration, int maxRecordBytes) {
    this.configuration = configuration;
    this.maxRecordBytes = maxRecordBytes;
    this.compression = new Compression(configuration);
  }

  /**
   * Opens a slice, which the caller closes. The first slice of a file detects its format; only
   * plain files have other slices.
   *
   * @throws BatchException if the file cannot be read
   */
  public TextReader open(TextSlice slice) {
    return open(
        slice,
        (path, file) -> slice.from() == 0 ? whole(slice, path, file) : rest(slice, path, file));
  }

  /** Opens a slice of a file that is known to be plain, like {@link #open(TextSlice)}. */
  public TextReader openPlain(TextSlice slice) {
    return open(slice, (path, file) -> rest(slice, path, file));
  }

  @FunctionalInterface
  private interface ReaderFactory {
    TextReader open(Path path, FSDataInputStream file) throws IOException;
  }

  private TextReader open(TextSlice slice, ReaderFactory factory) {
    Path path = new Path(slice.path());
    try {
      FSDataInputStream file = path.getFileSystem(configuration).open(path);
      try {
        return factory.open(path, file);
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
    LineReader lines = new LineReader(opened.text(), 0, maxRecordBytes);
    lines.skipByteOrderMark();
    long end = opened.isPlain() ? slice.to() : Long.MAX_VALUE;
    return new TextReader(slice, path, file, opened.text(), lines, end);
  }

  private TextReader rest(TextSlice slice, Path path, FSDataInputStream file) throws IOException {
    // One byte earlier: if that byte ends a record, the next record begins exactly here.
    long start = Math.max(0, slice.from() - 1);
    file.seek(start);
    LineReader lines = new LineReader(file, start, maxRecordBytes);
    if (slice.from() > 0) {
      lines.skipRecord(slice.to());
    }
    return new TextReader(slice, path, file, file, lines, slice.to());
  }
}
