package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the words found in bytes with those of {@link ReferenceWords}. */
final class WordsProbe {
  private final Mapping words = new Words();
  private final Mapping vowels = new Words(new StartsWithVowel());
  private final Mapping fives = new Words(new LetterCount(5));

  /** The same buffers for every text, as an engine uses them. */
  void check(byte[] text, String hint) {
    ReferenceWords reference = new ReferenceWords(text);
    Tally tally = tally(words, text);
    SortedMap<String, Long> expected = counts(reference.keys());
    if (!counts(tally).equals(expected) || tally.malformed() != reference.malformed()) {
      assertThat(counts(tally) + ", malformed " + tally.malformed())
          .as("%s: %s", hint, HexFormat.of().formatHex(text))
          .isEqualTo(expected + ", malformed " + reference.malformed());
    }
    List<String> kept = reference.keys().stream().filter(ReferenceWords::startsWithVowel).toList();
    assertThat(counts(tally(vowels, text))).as(hint).isEqualTo(counts(kept));
    kept = reference.keys().stream().filter(key -> ReferenceWords.letters(key) == 5).toList();
    assertThat(counts(tally(fives, text))).as(hint).isEqualTo(counts(kept));
  }

  static Tally tally(Mapping mapping, byte[] text) {
    Tally tally = new Tally();
    // Not at the start of its buffer, and not to its end.
    byte[] buffer = new byte[text.length + 2];
    buffer[0] = 'x';
    buffer[text.length + 1] = 'x';
    System.arraycopy(text, 0, buffer, 1, text.length);
    mapping.map(new Bytes().set(buffer, 1, text.length + 1), tally);
    return tally;
  }

  static SortedMap<String, Long> counts(byte[] text) {
    return counts(tally(new Words(), text));
  }

  static SortedMap<String, Long> counts(Tally tally) {
    SortedMap<String, Long> counts = new TreeMap<>();
    tally.forEachSorted(
        (buffer, from, to, amount) ->
            counts.put(new String(buffer, from, to - from, UTF_8), amount));
    return counts;
  }

  private static SortedMap<String, Long> counts(List<String> keys) {
    SortedMap<String, Long> counts = new TreeMap<>();
    keys.forEach(key -> counts.merge(key, 1L, Long::sum));
    return counts;
  }
}
