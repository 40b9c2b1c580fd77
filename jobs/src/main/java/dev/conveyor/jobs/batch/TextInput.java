package dev.conveyor.jobs.batch;

import java.io.IOException;
import java.io.InputStream;
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
   * Opens one, to be closed by the caller.
   *
   * @throws BatchException if it cannot be read
   */
  public TextReader open(TextSlice slice) {
    Path path = new Path(slice.path());
    try {
      FSDataInputStream file = path.getFileSystem(configuration).open(path);
      try {
        return compression.isCompressed(path)
            ? compressed(slice, path, file)
            : plain(slice, path, file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw TextFiles.unreadable(path, e);
    }
  }

  private TextReader compressed(TextSlice slice, Path path, FSDataInputStream file)
      throws IOException {
    InputStream text = compression.unpacked(path, file);
    LineReader lines = new LineReader(text, 0, longest);
    lines.skipByteOrderMark();
    return new TextReader(slice, path, file, text, lines, Long.MAX_VALUE);
  }

  private TextReader plain(TextSlice slice, Path path, FSDataInputStream file) throws IOException {
    // One byte earlier: if it ends a record, the next one begins exactly here.
    long start = Math.max(0, slice.from() - 1);
    file.seek(start);
    LineReader lines = new LineReader(file, start, longest);
    if (slice.from() == 0) {
      lines.skipByteOrderMark();
    } else {
      lines.skipRecord(slice.to());
    }
    return new TextReader(slice, path, file, file, lines, slice.to());
  }
}
