package dev.conveyor.streaming;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known word that the user most likely meant. Case, hyphens and the order of hyphenated
 * parts do not count; a swap of neighboring letters counts as one edit.
 */
public final class NearestWord {
  private static final int LETTERS_AN_EDIT = 3;
  private static final int SHORTEST_BEGINNING = 3;
  private static final int FAR = Integer.MAX_VALUE;

  private NearestWord() {}

  /**
   * Returns the known word with the fewest edits, at most one for three letters. A word that
   * continues what was seen comes after those. Empty if no word is near.
   */
  public static Optional<String> to(String seen, Collection<String> known) {
    return known.stream()
        .filter(word -> distance(seen, word) < FAR)
        .min(Comparator.comparingInt((String word) -> distance(seen, word)));
  }

  /** Returns the advice to try the nearest known word, or to use one of all. */
  public static String advice(String seen, Collection<String> known) {
    return to(seen, known)
        .map(near -> "try " + near)
        .orElseGet(() -> "use one of: " + String.join(", ", known));
  }

  private static int distance(String seen, String word) {
    String from = letters(seen);
    String to = letters(word);
    int most = Math.max(1, Math.min(from.length(), to.length()) / LETTERS_AN_EDIT);
    if (Math.abs(from.length() - to.length()) <= most) {
      int edits = Math.min(edits(from, to), edits(sortedParts(seen), sortedParts(word)));
      if (edits <= most && edits < to.length()) {
        return edits;
      }
    }
    return from.length() >= SHORTEST_BEGINNING && to.startsWith(from) ? to.length() : FAR;
  }

  private static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  private static String sortedParts(String word) {
    String[] parts = word.toLowerCase(Locale.ROOT).split("[-_ ]+");
    Arrays.sort(parts);
    return String.join("", parts);
  }

  /** Returns the number of inserted, deleted, replaced and swapped characters. */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
        }
      }
    }
    return edits[from.length()][to.length()];
  }
}
