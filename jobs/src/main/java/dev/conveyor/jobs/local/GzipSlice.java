package dev.conveyor.jobs.local;

import dev.conveyor.streaming.BodyVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A whole compressed file: it cannot be cut. {@code length}: of the compressed bytes. */
record GzipSlice(String path, long length) implements FileSlice {
  private static final int BUFFER = 64 << 10;

  @Override
  public void read(BodyVisitor visitor) throws IOException {
    try (InputStream file = Files.newInputStream(Path.of(path));
        GZIPInputStream text = new GZIPInputStream(file, BUFFER)) {
      LineReader lines = new LineReader(text, 0);
      lines.skipByteOrderMark();
      lines.read(Long.MAX_VALUE, visitor);
    }
  }
}
