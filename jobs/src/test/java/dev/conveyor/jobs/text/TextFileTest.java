package dev.conveyor.jobs.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

class TextFileTest {
  private static final String TEXT = "we have seen thee\nqueen of cheese\nß\n";
  private static final byte[] BYTES = TEXT.getBytes(UTF_8);

  @Test
  void theFirstBytesDecideNotTheName() throws IOException {
    for (Map.Entry<String, byte[]> packed : Packed.marked(BYTES).entrySet()) {
      for (String name : List.of("a" + packed.getKey(), "a", "a.txt", "a.gz", "a.bz2", "a.zip")) {
        assertThat(read(name, packed.getValue())).as(packed.getKey()).isEqualTo(TEXT);
        assertThat(isPlain(name, packed.getValue())).as(packed.getKey()).isFalse();
      }
    }
    for (Map.Entry<String, byte[]> packed : Packed.unmarked(BYTES).entrySet()) {
      assertThat(read("a" + packed.getKey(), packed.getValue()))
          .as(packed.getKey())
          .isEqualTo(TEXT);
    }
  }

  /** Other parameters than the usual ones are told by the name alone. */
  @Test
  void lzmaMayHaveOtherParameters() throws IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options();
    options.setLcLp(0, 2);
    options.setPb(0);
    try (LZMAOutputStream out = new LZMAOutputStream(packed, options, -1)) {
      out.write(BYTES);
    }
    assertThat(read("a.lzma", packed.toByteArray())).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 9})
  void zlibIsToldByWhatFollowsItsMark(int level) throws IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed, new Deflater(level))) {
      out.write(BYTES);
    }
    for (String name : List.of("a", "a.txt", "a.zz", "a.deflate")) {
      assertThat(read(name, packed.toByteArray())).isEqualTo(TEXT);
    }
  }

  @Test
  void membersFollowEachOther() throws IOException {
    byte[] more = "more\n".getBytes(UTF_8);
    for (String end : List.of(".gz", ".bz2", ".zst", ".lz4", ".sz", ".xz")) {
      byte[] one = Packed.marked(BYTES).get(end);
      byte[] two = Packed.marked(more).get(end);
      byte[] none = Packed.marked(new byte[0]).get(end);
      assertThat(read("a", Packed.together(one, none, two, one)))
          .as(end)
          .isEqualTo(TEXT + "more\n" + TEXT);
    }
    String large = TEXT.repeat(30_000);
    for (Map.Entry<String, byte[]> packed : Packed.unmarked(large.getBytes(UTF_8)).entrySet()) {
      assertThat(read("a" + packed.getKey(), Packed.together(packed.getValue(), packed.getValue())))
          .as(packed.getKey())
          .isEqualTo(large + large);
    }
  }

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

  /** In Latin-1, since text may have any bytes. */
  @Test
  void textThatBeginsLikeAMarkIsText() throws IOException {
    for (String text :
        List.of(
            "BZh",
            "BZh9 is a word",
            "BZh91AY&S",
            "PK",
            "PK in a poem",
            "7z",
            "]",
            "]\0\0",
            "LZIP and others",
            "Rar!",
            "Q*M",
            "x\u009cis zlib",
            "x^2 is the square of x, and x^3 its cube; what then is the root of x, and of the cube?",
            "x\u0001y\u0001z are the three fields of this record, as Hive separates them by default",
            "x\u00da\u00afnot zlib either, although its first two bytes are those of the best level",
            "\u001f",
            "\u001f\u008b",
            "\u001f\u008b\u0008\u00ff",
            "\u001f\u009d\u00ff",
            "(\u00b5/",
            "\u00fd7zXZ",
            "\u00ff\u0006\0\0sNaP",
            "\u00ff",
            "\u00fe",
            "a".repeat(1_000) + "ustar")) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      assertThat(isPlain("a", bytes)).as(text).isTrue();
      assertThat(TextFile.of("a", new ByteArrayInputStream(bytes)).stream().readAllBytes())
          .as(text)
          .isEqualTo(bytes);
    }
  }

  @Test
  void otherEncodingsWithAMarkAreDecoded() throws IOException {
    String text = "\ufeff" + "we 😀 have\nß\n".repeat(20_000);
    for (String encoding : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      byte[] encoded = text.getBytes(Charset.forName(encoding));
      assertThat(isPlain("a", encoded)).isFalse();
      assertThat(read("a", encoded)).as(encoding).isEqualTo(text.substring(1));
      byte[] cut = Arrays.copyOf(encoded, encoded.length - 1);
      assertThatThrownBy(() -> read("a", cut))
          .as(encoding)
          .hasMessage("it is no well-formed " + encoding.substring(0, 6));
    }
    byte[] packed = Packed.marked("\ufeffwe\n".getBytes(Charset.forName("UTF-16LE"))).get(".gz");
    assertThat(read("a", packed)).isEqualTo("we\n");
    assertThat(read("a", new byte[] {(byte) 0xff, (byte) 0xfe})).isEmpty();
    byte[] surrogate = {(byte) 0xfe, (byte) 0xff, (byte) 0xd8, 0, 0, 'a'};
    assertThatThrownBy(() -> read("a", surrogate)).hasMessageContaining("no well-formed UTF-16");
  }

  @Test
  void aMarkOfUtf8IsPassedOverOnRequest() throws IOException {
    byte[] marked = ("\ufeff" + TEXT).getBytes(UTF_8);
    assertThat(read("a", marked)).isEqualTo("\ufeff" + TEXT);
    for (byte[] file : List.of(marked, BYTES, Packed.marked(marked).get(".xz"))) {
      TextFile text = TextFile.of("a", new ByteArrayInputStream(file));
      assertThat(new String(text.streamWithoutMark().readAllBytes(), UTF_8)).isEqualTo(TEXT);
    }
  }

  /** A pipe gives what there is: a first line must not wait for a second one. */
  @Test
  void aFirstLineIsGivenAtOnce() throws IOException {
    InputStream line =
        new InputStream() {
          private final InputStream there = new ByteArrayInputStream("é\n".getBytes(UTF_8));

          @Override
          public int read() {
            throw new IllegalStateException("would wait");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int read = there.read(bytes, from, length);
            if (read < 0) {
              throw new IllegalStateException("would wait");
            }
            return read;
          }
        };
    byte[] buffer = new byte[100];
    assertThat(TextFile.of("-", line).stream().read(buffer)).isEqualTo(3);
  }

  /** A reader asks the file for its position, also at the end. */
  @Test
  void onlyTheCallerClosesTheFile() throws IOException {
    for (byte[] file : Packed.marked(BYTES).values()) {
      boolean[] closed = {false};
      InputStream in =
          new ByteArrayInputStream(file) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      InputStream text = TextFile.of("a", in).stream();
      assertThat(text.readAllBytes()).isEqualTo(BYTES);
      assertThat(text.read()).isNegative();
      assertThat(closed[0]).isFalse();
      text.close();
      assertThat(closed[0]).isTrue();
    }
  }

  private static boolean isPlain(String name, byte[] file) throws IOException {
    return TextFile.of(name, new ByteArrayInputStream(file)).isPlain();
  }

  private static String read(String name, byte[] file) throws IOException {
    try (InputStream text = TextFile.of(name, new ByteArrayInputStream(file)).stream()) {
      return new String(text.readAllBytes(), UTF_8);
    }
  }
}
