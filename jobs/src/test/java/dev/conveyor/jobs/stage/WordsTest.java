package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {

  /** The table of the word rule. */
  static Stream<Arguments> goldens() {
    return Stream.of(
        golden("“Don’t stop!”", "don't", "stop"),
        golden("'tis the dogs' toy", "tis", "the", "dogs", "toy"),
        golden("well-known", "well", "known"),
        golden("it—was", "it", "was"),
        golden("foo_bar", "foo", "bar"),
        golden("éclair", "éclair"),
        golden("e\u0301clair", "éclair"),
        golden("3rd 4am 2024 B2B", "3rd", "4am", "b2b"),
        golden("U.S.A.", "u", "s", "a"),
        golden("co\u00adoperate", "cooperate"),
        golden("İstanbul", "istanbul"),
        golden("\u212aelvin", "kelvin"),
        golden("ΟΔΟΣ", "οδοσ"),
        golden("οδος", "οδοσ"),
        golden("ΟΔΟΣ2nd", "οδοσ2nd"),
        golden("你好世界", "你好世界"),
        golden("a''b", "a", "b"),
        golden("6'2"),
        golden("---"),
        golden("a\u200bb", "a", "b"),
        golden("rock'n'roll y’all", "rock'n'roll", "y'all"),
        golden("x'é é'x x’ 'é", "x'é", "é'x", "x", "é"),
        golden("a'\u00adb c\u00ad'd e'\u200bf", "a'b", "c'd", "e", "f"),
        golden("a'\u0301b", "a'\u0301b"),
        golden("\u0301"),
        golden("=\u0338a", "\u0338a"),
        golden("I\u0307stanbul", "istanbul"),
        golden("\ufeffBOM", "bom"));
  }

  private static Arguments golden(String text, String... keys) {
    return Arguments.of(text, List.of(keys));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void keysAreThoseOfTheRule(String text, List<String> keys) {
    assertThat(WordsProbe.counts(text.getBytes(UTF_8)).keySet())
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(new ReferenceWords(text.getBytes(UTF_8)).keys()).isEqualTo(keys);
  }

  @Test
  void lettersAndVowelsAreThoseOfTheRule() {
    assertThat(keeps(new LetterCount(4), "don't")).isTrue();
    assertThat(keeps(new LetterCount(6), "éclair")).isTrue();
    assertThat(keeps(new LetterCount(8), "istanbul")).isTrue();
    assertThat(keeps(new LetterCount(4), "你好世界")).isTrue();
    assertThat(keeps(new LetterCount(5), "abcdef")).isFalse();
    assertThat(keeps(new LetterCount(1), "b2")).isTrue();
    for (String vowel :
        List.of("éclair", "istanbul", "æon", "œuvre", "øre", "ı", "ａ", "ªb", "𝐚")) {
      assertThat(keeps(new StartsWithVowel(), vowel)).as(vowel).isTrue();
    }
    for (String other : List.of("yes", "3rd", "οδοσ", "а", "\u0301a", "𝐀", "ß")) {
      assertThat(keeps(new StartsWithVowel(), other)).as(other).isFalse();
    }
  }

  private static boolean keeps(WordFilter filter, String key) {
    byte[] bytes = ("<" + key + ">").getBytes(UTF_8);
    return filter.keeps(bytes, 1, bytes.length - 1);
  }

  @Test
  void everyMalformedSubpartCountsOnce() {
    byte[] text =
        "a\u00f0\u009f\u0098b\u00c0\u00afc\u00ed\u00a0\u0080d\u00e2\u0082"
            .getBytes(StandardCharsets.ISO_8859_1);
    Tally tally = WordsProbe.tally(new Words(), text);
    assertThat(tally.malformed()).isEqualTo(5);
    assertThat(WordsProbe.counts(tally).keySet()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aWordOfAMegabyteIsOneWord() {
    String word = "A".repeat(1 << 20);
    assertThat(WordsProbe.counts(word.getBytes(UTF_8))).isEqualTo(Map.of("a".repeat(1 << 20), 1L));
  }

  /** The JDK's normalizer alone would take an hour. */
  @Test
  void aMillionMarksAreSortedInLinearTime() {
    String marks = "\u0301\u0323".repeat(500_000);
    String sorted = "ạ" + "\u0323".repeat(499_999) + "\u0301".repeat(500_000);
    assertThat(WordsProbe.counts(("A" + marks).getBytes(UTF_8)).firstKey().equals(sorted)).isTrue();
  }

  @Test
  void longRunsOfAnyMarksComeOutAsTheNormalizerHasThem() {
    String marks =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(CombiningOrder::isMark)
            .mapToObj(Character::toString)
            .reduce("", (all, mark) -> mark + all);
    for (String text : List.of("a" + marks, "ế" + marks + "ệ" + marks, marks + "e")) {
      assertThat(NormalForm.composed(text))
          .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
    }
  }
}
