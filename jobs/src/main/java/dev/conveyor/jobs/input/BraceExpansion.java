package dev.conveyor.jobs.input;

import java.util.ArrayList;
import java.util.List;

/** Expands {@code {a,b}} into several words, as shells do. */
record BraceExpansion(String text) {

  /** Returns the words in order. Braces without a comma, or without an end, are literal. */
  static List<String> expand(String text) {
    return new BraceExpansion(text).expand(0);
  }

  private List<String> expand(int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == '{') {
        List<Integer> cuts = cuts(at);
        if (cuts.size() > 2) {
          return alternatives(cuts);
        }
      }
    }
    return List.of(text);
  }

  /**
   * Returns the indexes of the opening brace, its commas, and the closing one; empty if none
   * closes.
   */
  private List<Integer> cuts(int open) {
    List<Integer> cuts = new ArrayList<>();
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '\\') {
        at++;
        continue;
      }
      depth += next == '{' ? 1 : next == '}' ? -1 : 0;
      if (at == open || depth == 0 || (depth == 1 && next == ',')) {
        cuts.add(at);
      }
      if (depth == 0) {
        return cuts;
      }
    }
    return List.of();
  }

  private List<String> alternatives(List<Integer> cuts) {
    int open = cuts.get(0);
    String before = text.substring(0, open);
    String after = text.substring(cuts.get(cuts.size() - 1) + 1);
    List<String> words = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      String alternative = text.substring(cuts.get(i - 1) + 1, cuts.get(i));
      words.addAll(new BraceExpansion(before + alternative + after).expand(open));
    }
    return words;
  }
}
