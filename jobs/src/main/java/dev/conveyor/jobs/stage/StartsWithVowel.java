package dev.conveyor.jobs.stage;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/**
 * Keeps words that begin with a Latin vowel, with or without accent: the first code point is a
 * letter, and its NFKD form begins with one of {@code a e i o u æ œ ø ı}.
 */
public record StartsWithVowel() implements WordFilter {
  private static final String VOWELS = "aeiouæœøı";

  @Override
  public boolean keeps(byte[] key, int from, int to) {
    int first = Utf8.decode(key, from, to);
    return first < 0x80 ? VOWELS.indexOf(first) >= 0 : isForeignVowel(first);
  }

  private static boolean isForeignVowel(int point) {
    return Character.isLetter(point)
        && mayBeLatin(UnicodeScript.of(point))
        && VOWELS.indexOf(decomposed(point).codePointAt(0)) >= 0;
  }

  /** Skips normalization for most scripts. The script Common contains mathematical letters. */
  private static boolean mayBeLatin(UnicodeScript script) {
    return script == UnicodeScript.LATIN || script == UnicodeScript.COMMON;
  }

  private static String decomposed(int point) {
    return Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
  }
}
