package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Text that tries the word rule: the same at each call. */
public final class NastyText {
  private static final int DIFFERENT_WORDS = 3_000;
  private static final List<byte[]> NASTY =
      List.of(
          "éclair".getBytes(UTF_8),
          "e\u0301clair".getBytes(UTF_8),
          "“Don’t".getBytes(UTF_8),
          "co\u00adoperate".getBytes(UTF_8),
          "zero\u200bwidth".getBytes(UTF_8),
          "ΟΔΟΣ".getBytes(UTF_8),
          "İstanbul".getBytes(UTF_8),
          "你好世界".getBytes(UTF_8),
          "6'2".getBytes(UTF_8),
          "---".getBytes(UTF_8),
          "\u00ad".getBytes(UTF_8),
          "𝒜bc".getBytes(UTF_8),
          new byte[] {'a', (byte) 0xff, 'b'},
          new byte[] {'c', 'u', 't', (byte) 0xe2, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, 'x', 0, 'y'});

  private NastyText() {}

  /** Of up to nine words each; some are empty. */
  public static List<byte[]> lines(int count) {
    SplittableRandom random = new SplittableRandom(1952);
    List<byte[]> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int words = random.nextInt(10); words > 0; words--) {
        line.writeBytes(word(random));
        line.write(' ');
      }
      lines.add(line.toByteArray());
    }
    return lines;
  }

  /** One to a line, none of them empty. */
  public static List<byte[]> words(int count) {
    SplittableRandom random = new SplittableRandom(1802);
    List<byte[]> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(word(random));
    }
    return words;
  }

  private static byte[] word(SplittableRandom random) {
    return random.nextInt(20) == 0
        ? NASTY.get(random.nextInt(NASTY.size()))
        : Integer.toString(random.nextInt(DIFFERENT_WORDS), Character.MAX_RADIX).getBytes(UTF_8);
  }
}
