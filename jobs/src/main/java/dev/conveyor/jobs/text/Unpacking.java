package dev.conveyor.jobs.text;

import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The decompression library of each format. */
final class Unpacking {
  private static final int BUFFER = 64 << 10;

  /** Limit on a dictionary in KiB; the largest that {@code xz -9} needs is 64 MiB. */
  private static final int MOST_MEMORY = 512 << 10;

  private Unpacking() {}

  /**
   * Opens a compressed stream.
   *
   * @param name name of the file in warnings
   */
  static InputStream of(Format format, InputStream packed, String name) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
    return switch (format) {
      case GZIP -> MultiMemberStream.ofGzip(in, name);
      case BZIP2 -> MultiMemberStream.ofBzip2(in, name);
      case ZSTD -> zstd(in);
      case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
      case SNAPPY -> new SnappyFramedInputStream(in, true);
      case COMPRESS -> new ZCompressorInputStream(in);
      case XZ -> new XZInputStream(in, MOST_MEMORY);
      case LZMA -> new SingleMemberStream(new LZMAInputStream(in, MOST_MEMORY), in);
      case HADOOP_LZ4 -> new HadoopBlockStream(in, new Lz4Decompressor());
      case HADOOP_SNAPPY -> new HadoopBlockStream(in, new SnappyDecompressor());
      case ZLIB -> new MultiZlibStream(in);
      default -> throw new IllegalArgumentException(format + " is not unpacked");
    };
  }

  /** Uses the library that Spark brings, or one in Java whose windows have at most 8 MiB. */
  private static InputStream zstd(InputStream in) throws IOException {
    try {
      return new ZstdInputStream(in);
    } catch (LinkageError e) {
      return new io.airlift.compress.zstd.ZstdInputStream(in);
    }
  }
}
