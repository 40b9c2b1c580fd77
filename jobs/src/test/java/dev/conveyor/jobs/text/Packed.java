package dev.conveyor.jobs.text;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Packs bytes in every format that is read, each by another library than the one that reads. */
public final class Packed {
  private Packed() {}

  @FunctionalInterface
  private interface Packing {
    OutputStream into(OutputStream out) throws IOException;
  }

  /** The same text in each format that has a mark, by the usual end of the name. */
  public static Map<String, byte[]> marked(byte[] text) throws IOException {
    Map<String, byte[]> packed = new LinkedHashMap<>();
    packed.put(".gz", packed(text, GZIPOutputStream::new));
    packed.put(".bz2", packed(text, BZip2CompressorOutputStream::new));
    packed.put(".zst", packed(text, out -> new ZstdOutputStream(out).setChecksum(true)));
    packed.put(".lz4", packed(text, FramedLZ4CompressorOutputStream::new));
    packed.put(".sz", packed(text, out -> new FramedSnappyCompressorOutputStream(out)));
    packed.put(".xz", packed(text, out -> new XZOutputStream(out, new LZMA2Options(1))));
    packed.put(".lzma", packed(text, out -> new LZMAOutputStream(out, new LZMA2Options(1), -1)));
    packed.put(".Z", compressed(text));
    return packed;
  }

  /** The same text in each format of Hadoop's without a mark, by the end of its name. */
  public static Map<String, byte[]> unmarked(byte[] text) throws IOException {
    Map<String, byte[]> packed = new LinkedHashMap<>();
    packed.put(".snappy", packed(text, SnappyCodec.class));
    packed.put(".lz4", packed(text, Lz4Codec.class));
    packed.put(".deflate", packed(text, DefaultCodec.class));
    return packed;
  }

  private static byte[] packed(byte[] text, Class<? extends CompressionCodec> codec)
      throws IOException {
    Configuration configuration = new Configuration();
    return packed(text, ReflectionUtils.newInstance(codec, configuration)::createOutputStream);
  }

  private static byte[] packed(byte[] text, Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.into(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  /** As compress does it with a text too short to repeat: a code of nine bits for each byte. */
  private static byte[] compressed(byte[] text) {
    byte[] packed = new byte[3 + (text.length * 9 + 7) / 8];
    packed[0] = 0x1f;
    packed[1] = (byte) 0x9d;
    packed[2] = (byte) 0x90;
    for (int bit = 0; bit < text.length * 9; bit++) {
      int code = text[bit / 9] & 0xff;
      packed[3 + bit / 8] |= (byte) ((code >> bit % 9 & 1) << bit % 8);
    }
    return packed;
  }

  public static byte[] together(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
