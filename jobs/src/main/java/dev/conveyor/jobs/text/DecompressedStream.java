package dev.conveyor.jobs.text;

import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The output of a decompression library. Fails with an {@link IOException} only, and no read
 * returns zero bytes. Belongs to one thread.
 */
public final class DecompressedStream extends FilterInputStream {
  private static final int BUFFER = 64 << 10;

  /** Limit on a dictionary in KiB; the largest that {@code xz -9} needs is 64 MiB. */
  private static final int MAX_DICTIONARY_KIB = 512 << 10;

  private DecompressedStream(InputStream in) {
    super(in);
  }

  /** Opens the stream of a library. */
  @FunctionalInterface
  public interface StreamFactory {
    InputStream open() throws IOException;
  }

  public static DecompressedStream of(StreamFactory factory) throws IOException {
    try {
      return new DecompressedStream(factory.open());
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /**
   * Opens a compressed stream.
   *
   * @param name name of the file in warnings
   */
  static DecompressedStream of(Format format, InputStream packed, String name) throws IOException {
    return of(() -> open(format, packed, name));
  }

  private static InputStream open(Format format, InputStream packed, String name)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
    return switch (format) {
      case GZIP -> MultiMemberStream.ofGzip(in, name);
      case BZIP2 -> MultiMemberStream.ofBzip2(in, name);
      case ZSTD -> zstd(in);
      case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
      case SNAPPY -> new SnappyFramedInputStream(in, true);
      case COMPRESS -> new ZCompressorInputStream(in);
      case XZ -> new XZInputStream(in, MAX_DICTIONARY_KIB);
      case LZMA -> new SingleMemberStream(new LZMAInputStream(in, MAX_DICTIONARY_KIB), in);
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

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      int read;
      do {
        read = in.read(bytes, from, length);
      } while (read == 0 && length > 0);
      return read;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** Some libraries throw unchecked exceptions on data in another format. */
  private static IOException damaged(RuntimeException cause) {
    return new IOException("it cannot be unpacked", cause);
  }
}
