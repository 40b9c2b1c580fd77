package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.text.DecompressedStream;
import dev.conveyor.jobs.text.TextFile;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Opens compressed files. {@link TextFile} detects the format by the first bytes. A user's own
 * codec from {@code io.compression.codecs} is used for files with its suffix. Belongs to one
 * thread.
 */
final class Compression {
  private static final String HADOOPS = CompressionCodec.class.getPackageName();
  private static final int BUFFER = 64 << 10;

  private final Configuration configuration;
  private final CompressionCodecFactory codecs;

  Compression(Configuration configuration) {
    this.configuration = new Configuration(configuration);
    this.configuration.setInt("io.file.buffer.size", BUFFER);
    this.codecs = new CompressionCodecFactory(this.configuration);
  }

  /** A text, and whether its bytes are those of the file. */
  record Opened(InputStream text, boolean isPlain) {}

  /**
   * Opens a file.
   *
   * @param in the file from its first byte on; the caller closes it
   * @throws IOException if the file cannot be read, or its format is not supported
   */
  Opened open(Path file, InputStream in) throws IOException {
    CompressionCodec codec = codecs.getCodec(file);
    if (isOwn(codec)) {
      return new Opened(DecompressedStream.of(() -> codec.createInputStream(in)), false);
    }
    TextFile text = TextFile.of(TextFiles.shown(file), in);
    return new Opened(text.stream(), text.isPlain());
  }

  /**
   * Returns whether a file may be cut anywhere.
   *
   * @throws BatchException if it cannot be read
   */
  boolean isPlain(Path file) {
    if (isOwn(codecs.getCodec(file))) {
      return false;
    }
    try (InputStream in = TextFiles.fileSystem(file, configuration).open(file)) {
      return TextFile.of(TextFiles.shown(file), in).isPlain();
    } catch (IOException e) {
      throw TextFiles.unreadable(file, e);
    }
  }

  /**
   * Rejects unsupported files before the batch starts: a file named like an unsupported format, and
   * an empty one named like a compressed one.
   *
   * @throws BatchException with the reason
   */
  void check(FileStatus file) {
    Path path = file.getPath();
    if (isOwn(codecs.getCodec(path))) {
      return;
    }
    if (file.getLen() == 0) {
      try {
        TextFile.of(TextFiles.shown(path), InputStream.nullInputStream());
      } catch (IOException e) {
        throw TextFiles.unreadable(path, e);
      }
    } else if (TextFile.isSuspect(path.getName())) {
      isPlain(path);
    }
  }

  private static boolean isOwn(CompressionCodec codec) {
    return codec != null && !codec.getClass().getPackageName().equals(HADOOPS);
  }
}
