package dev.conveyor.jobs.batch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.ZStandardCodec;

/**
 * How compressed files are read: by Hadoop's codecs, chosen by the end of the name. Zstandard needs
 * Hadoop's native library or the one that Spark brings. Belongs to one thread.
 */
final class Compression {
  private static final int BUFFER = 64 << 10;
  private static final Set<String> UNREADABLE = Set.of(".xz", ".lzo", ".zip", ".7z", ".br");

  private final CompressionCodecFactory codecs;

  Compression(Configuration configuration) {
    Configuration buffered = new Configuration(configuration);
    buffered.setInt("io.file.buffer.size", BUFFER);
    this.codecs = new CompressionCodecFactory(buffered);
  }

  boolean isCompressed(Path file) {
    return codecs.getCodec(file) != null;
  }

  /**
   * Makes sure that the file, if it is compressed, can be read here.
   *
   * @throws BatchException if this machine has no way to
   */
  void check(Path file) {
    String name = file.getName();
    if (UNREADABLE.stream().anyMatch(name::endsWith)) {
      throw refused(file, "compressed in a way that nobody here can read");
    }
    if (codecs.getCodec(file) instanceof ZStandardCodec && !hasHadoops() && !hasSparks()) {
      throw refused(file, "this machine has no Zstandard library");
    }
  }

  /** Unpacks what comes from the file; as it is if it is not compressed. */
  InputStream unpacked(Path file, InputStream in) throws IOException {
    CompressionCodec codec = codecs.getCodec(file);
    if (codec == null) {
      return in;
    }
    check(file);
    if (codec instanceof ZStandardCodec && !hasHadoops()) {
      return new ZstdInputStream(in);
    }
    return codec.createInputStream(in);
  }

  private static boolean hasHadoops() {
    try {
      return ZStandardCodec.isNativeCodeLoaded();
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static boolean hasSparks() {
    try {
      Class.forName("com.github.luben.zstd.ZstdInputStream");
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static BatchException refused(Path file, String reason) {
    return new BatchException(
        "cannot read input " + TextFiles.shown(file) + ": " + reason + "; unpack it or use gzip");
  }
}
