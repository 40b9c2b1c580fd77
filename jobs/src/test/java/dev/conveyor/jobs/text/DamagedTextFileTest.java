package dev.conveyor.jobs.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** Files that are cut off, damaged, empty, or of a format that is not read. */
class DamagedTextFileTest extends FileOfText {
  @Test
  void whatIsCutOffFailsWhereverItIsCut() throws IOException {
    Map<String, byte[]> all = Packed.marked(BYTES);
    all.remove(".Z");
    for (Map.Entry<String, byte[]> packed : all.entrySet()) {
      int mark = packed.getKey().equals(".lzma") ? 14 : 11;
      assertCutOff("a" + packed.getKey(), packed.getValue(), mark);
    }
    for (Map.Entry<String, byte[]> packed : Packed.unmarked(BYTES).entrySet()) {
      assertCutOff("a" + packed.getKey(), packed.getValue(), 1);
    }
  }

  private static void assertCutOff(String name, byte[] packed, int shortest) {
    for (int length = shortest; length < packed.length; length++) {
      try {
        fail("%s cut at %s gives %s", name, length, read(name, Arrays.copyOf(packed, length)));
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void whatIsDamagedFailsOrIsWhole() throws IOException {
    Map<String, byte[]> all = Packed.marked(BYTES);
    for (String end : List.of(".gz", ".bz2", ".zst", ".lz4", ".sz", ".xz")) {
      byte[] packed = all.get(end);
      for (int at = 12; at < packed.length; at++) {
        byte[] damaged = packed.clone();
        damaged[at] ^= 0x55;
        try {
          assertThat(read("a", damaged)).as("%s damaged at %s", end, at).isEqualTo(TEXT);
        } catch (IOException e) {
          assertThat(e.getMessage()).as("%s damaged at %s", end, at).isNotEqualTo("");
        }
      }
    }
  }

  @Test
  void whatFollowsGzipAndBzip2IsTreatedAsTheyDo() throws IOException {
    byte[] gzip = Packed.marked(BYTES).get(".gz");
    byte[] zeros = new byte[100_000];
    byte[] garbage = "garbage".getBytes(UTF_8);
    assertThat(read("a.gz", Packed.together(gzip, zeros))).isEqualTo(TEXT);
    assertThat(read("a.gz", Packed.together(gzip, new byte[1]))).isEqualTo(TEXT);
    assertThat(read("a.gz", Packed.together(gzip, garbage))).isEqualTo(TEXT);
    assertThat(read("a.gz", Packed.together(gzip, zeros, gzip))).isEqualTo(TEXT);
    byte[] begun = {0x1f, (byte) 0x8b, 8};
    for (int length = 1; length <= begun.length; length++) {
      byte[] cut = Packed.together(gzip, Arrays.copyOf(begun, length));
      assertThatThrownBy(() -> read("a.gz", cut)).isInstanceOf(EOFException.class);
    }
    byte[] bzip2 = Packed.marked(BYTES).get(".bz2");
    assertThat(read("a.bz2", Packed.together(bzip2, garbage))).isEqualTo(TEXT);
    assertThat(read("a.bz2", Packed.together(bzip2, zeros))).isEqualTo(TEXT);
    byte[] lzma = Packed.marked(BYTES).get(".lzma");
    assertThatThrownBy(() -> read("a", Packed.together(lzma, lzma))).hasMessageContaining("follow");
  }

  @Test
  void anEmptyFileIsAnErrorWhereTheProgramOfThatFormatHasOne() throws IOException {
    for (String end : List.of(".gz", ".bz2", ".zst", ".xz", ".lzma", ".Z")) {
      assertThatThrownBy(() -> read("a" + end, new byte[0]))
          .isInstanceOf(EOFException.class)
          .hasMessageStartingWith("unexpected end of file");
    }
    for (String end : List.of("", ".txt", ".lz4", ".snappy", ".deflate")) {
      assertThat(read("a" + end, new byte[0])).isEmpty();
    }
  }

  @Test
  void whatIsNotReadIsRefusedByItsName() throws IOException {
    assertRefused("a", "PK\u0003\u0004rest", "zip");
    assertRefused("a", "7z\u00bc\u00af'\u001crest", "7z");
    assertRefused("a", "\u0089LZO\0\r\n\u001a\nrest", "lzop");
    assertRefused("a", "LZIP\u0001rest", "lzip");
    assertRefused("a", "Rar!\u001a\u0007rest", "rar");
    assertRefused("a", "\u0002!L\u0018rest", "lz4 of before");
    assertRefused("a", "\u001f\u001erest", "pack");
    assertRefused("a.Z", "\u001f\u009d\u0089rest", "compress with codes of 9 bits");
    assertRefused("a.br", "whatever", "brotli");
    assertRefused("a.zip", "text", "zip");
    assertRefused("a.gz", "text", "gzip");
    assertRefused("a.xz", "te", "xz");
    byte[] tar = tar();
    assertThatThrownBy(() -> read("a", tar)).hasMessageContaining("tar");
    byte[] gzip = Packed.marked(tar).get(".gz");
    assertThatThrownBy(() -> read("a.tgz", gzip)).hasMessageContaining("gzip data holds tar data");
    byte[] twice = Packed.marked(gzip).get(".zst");
    assertThatThrownBy(() -> read("a", twice)).hasMessageContaining("zstd data holds gzip data");
  }

  private static void assertRefused(String name, String bytes, String format) {
    assertThatThrownBy(() -> read(name, bytes.getBytes(ISO_8859_1)))
        .isInstanceOfSatisfying(
            UnreadableTextException.class, e -> assertThat(e.advice()).isNotEmpty())
        .hasMessageContaining(" " + format);
  }

  private static byte[] tar() throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("poem.txt");
      entry.setSize(BYTES.length);
      tar.putArchiveEntry(entry);
      tar.write(BYTES);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
