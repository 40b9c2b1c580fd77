package dev.conveyor.jobs.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

/** Texts in every format and encoding. */
class TextFileTest extends FileOfText {
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
          .hasMessage("it is not well-formed " + encoding.substring(0, 6));
    }
    byte[] packed = Packed.marked("\ufeffwe\n".getBytes(Charset.forName("UTF-16LE"))).get(".gz");
    assertThat(read("a", packed)).isEqualTo("we\n");
    assertThat(read("a", new byte[] {(byte) 0xff, (byte) 0xfe})).isEmpty();
    byte[] surrogate = {(byte) 0xfe, (byte) 0xff, (byte) 0xd8, 0, 0, 'a'};
    assertThatThrownBy(() -> read("a", surrogate)).hasMessageContaining("not well-formed UTF-16");
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
}
