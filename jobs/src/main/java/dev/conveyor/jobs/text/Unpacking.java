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

/** The libraries that unpack each format. */
final class Unpacking {
  private static final int BUFFER = 64 << 10;

  /** What a dictionary may take, in KiB; the largest that {@code xz -9} asks for is 64 MiB. */
  private static final int MOST_MEMORY = 512 << 10;

  private Unpacking() {}

  /** What is packed in a stream; in warnings it is called by {@code name}. */
  static InputStream of(Format format, InputStream packed, String name) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
    return switch (format) {
      case GZIP -> Members.ofGzip(in, name);
      case BZIP2 -> Members.ofBzip2(in, name);
      case ZSTD -> zstd(in);
      case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
      case SNAPPY -> new SnappyFramedInputStream(in, true);
      case COMPRESS -> new ZCompressorInputStream(in);
      case XZ -> new XZInputStream(in, MOST_MEMORY);
      case LZMA -> new Single(new LZMAInputStream(in, MOST_MEMORY), in);
      case HADOOP_LZ4 -> new HadoopBlocks(in, new Lz4Decompressor());
      case HADOOP_SNAPPY -> new HadoopBlocks(in, new SnappyDecompressor());
      case ZLIB -> new ZlibStreams(in);
      default -> throw new IllegalArgumentException(format + " is not unpacked");
    };
  }

  /** By the library that Spark brings, or else by one in Java, whose windows have 8 MiB at most. */
  private static InputStream zstd(InputStream in) throws IOException {
    try {
      return new ZstdInputStream(in);
    } catch (LinkageError e) {
      return new io.airlift.compress.zstd.ZstdInputStream(in);
    }
  }
}
