package dev.conveyor.jobs.stage;

import static java.lang.Character.PRIVATE_USE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fast way and the plain one agree, byte for byte. */
class WordsAgreementTest {
  private static final int TEXTS = 100_000;

  /** The parts of a random text: every case that the rule distinguishes. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "E",
          "z",
          "I",
          "queen",
          "THE",
          "eight8ei",
          "ninethnin",
          "5",
          "42",
          " ",
          " ",
          " ",
          "\n",
          "\t",
          "-",
          "_",
          "'",
          "'",
          "\u2019",
          "\u2019",
          "é",
          "É",
          "ß",
          "œ",
          "Æ",
          "İ",
          "ı",
          "Σ",
          "ς",
          "σ",
          "ǆ",
          "ǅ",
          "Ω",
          "\u212b",
          "\u212a",
          "\u0301",
          "\u0323",
          "\u0307",
          "\u0327",
          "\u0345",
          "\u0338",
          "\u20dd",
          "\u00ad",
          "\u200b",
          "\u200d",
          "\ufeff",
          "\u2060",
          "Ж",
          "й",
          "и\u0306",
          "中",
          "か",
          "\u3099",
          "한",
          "\u1100",
          "\u1161",
          "\u11a8",
          "क",
          "\u093c",
          "\u0958",
          "\u09c7",
          "\u09be",
          "ا",
          "\u0654",
          "א",
          "\u0660",
          "Ⅷ",
          "①",
          "ª",
          "²",
          "\ufb01",
          "\ufb1d",
          "𝐀",
          "𐐀",
          "\u0374",
          "\u0344",
          "\u0f73",
          "\u0f71",
          "\ufffd",
          "€",
          "😀",
          "\ud834\udd57\ud834\udd65");

  /** Bytes that are no UTF-8: surrogates, overlong, cut off, lone, beyond the last code point. */
  private static final List<String> MALFORMED =
      List.of(
          "\u00ed\u00a0\u0080",
          "\u00ed\u00a0",
          "\u00ed\u00bf\u00bf",
          "\u00c0\u00af",
          "\u00c1",
          "\u00e0\u0080\u00af",
          "\u00e0\u00a0",
          "\u00e2\u0082",
          "\u00e2",
          "\u00f0\u009f\u0098",
          "\u00f0\u009f",
          "\u00f0",
          "\u00f0\u0080\u0080\u0080",
          "\u00f4\u0090\u0080\u0080",
          "\u00f5\u0080",
          "\u00f8\u0088\u0080\u0080\u0080",
          "\u0080",
          "\u00bf\u00bf",
          "\u00ff");

  private final WordsProbe probe = new WordsProbe();

  @Test
  void onEveryCodePoint() {
    for (int first = 0; first <= Character.MAX_CODE_POINT; first += 32) {
      String text =
          IntStream.range(first, first + 32)
              .filter(point -> point < 0xd800 || point > 0xdfff)
              .mapToObj(WordsAgreementTest::inEveryPlace)
              .collect(Collectors.joining(" "));
      probe.check(text.getBytes(UTF_8), "32 from U+" + Integer.toHexString(first));
    }
  }

  /** Alone, between letters, beside apostrophes, after a base with marks, before letters, twice. */
  private static String inEveryPlace(int point) {
    boolean assigned = Character.isDefined(point) && Character.getType(point) != PRIVATE_USE;
    String places = assigned ? "# x#Y #'# a'#'b e\u0323\u0301#\u0301 #bcde ##" : "x#Y";
    return places.replace("#", Character.toString(point));
  }

  @Test
  void onRandomText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      probe.check(text(random), "seed " + seed + ", text " + i);
    }
  }

  @Test
  void onRandomBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] text = new byte[40];
    for (int i = 0; i < TEXTS / 4; i++) {
      random.nextBytes(text);
      probe.check(text, "seed " + seed + ", text " + i);
    }
  }

  private static byte[] text(Random random) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int pieces = random.nextInt(24); pieces > 0; pieces--) {
      text.writeBytes(piece(random));
    }
    return text.toByteArray();
  }

  private static byte[] piece(Random random) {
    int choice = random.nextInt(100);
    if (choice < 8) {
      return MALFORMED.get(random.nextInt(MALFORMED.size())).getBytes(StandardCharsets.ISO_8859_1);
    }
    if (choice < 12) {
      return Character.toString(random.nextInt(0xd800)).getBytes(UTF_8);
    }
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    boolean decomposed = choice < 20;
    return (decomposed ? Normalizer.normalize(piece, Normalizer.Form.NFD) : piece).getBytes(UTF_8);
  }
}
