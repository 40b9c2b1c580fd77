package dev.conveyor.jobs.stage;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The order that normalization gives to combining marks. The JDK does not expose their combining
 * classes, but its normalizer reveals them: it moves the mark of the lower class first.
 */
final class CombiningOrder {
  /** Exclusive limit of ranks; Unicode uses some 55 classes. */
  static final int RANKS = 256;

  /** The only mark of the highest class: every other nonstarter moves before it. */
  private static final int HIGHEST = 0x345;

  private static final byte[] RANK = ranks();

  private CombiningOrder() {}

  /**
   * Returns a number that grows with the combining class; 0 for starters and decomposable points.
   */
  static int rank(int point) {
    return point < RANK.length ? RANK[point] & 0xff : 0;
  }

  static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** Returns the NFD of one code point. */
  static String decomposed(int point) {
    String text = Character.toString(point);
    return point < 0xc0 || rank(point) > 0 ? text : ordered(text);
  }

  private static byte[] ranks() {
    TreeMap<Integer, List<Integer>> classes = new TreeMap<>(CombiningOrder::compare);
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(CombiningOrder::isNonstarter)
        .forEach(mark -> classes.computeIfAbsent(mark, first -> new ArrayList<>()).add(mark));
    int last =
        classes.values().stream().mapToInt(marks -> marks.get(marks.size() - 1)).max().orElse(0);
    byte[] ranks = new byte[last + 1];
    byte rank = 0;
    for (List<Integer> marks : classes.values()) {
      rank++;
      for (int mark : marks) {
        ranks[mark] = rank;
      }
    }
    return ranks;
  }

  private static boolean isNonstarter(int point) {
    return isMark(point)
        && ordered(Character.toString(point)).codePointAt(0) == point
        && (point == HIGHEST || areSwapped(HIGHEST, point));
  }

  private static int compare(int left, int right) {
    if (areSwapped(right, left)) {
      return -1;
    }
    return areSwapped(left, right) ? 1 : 0;
  }

  private static boolean areSwapped(int first, int second) {
    String pair = Character.toString(first) + Character.toString(second);
    return first != second && ordered(pair).codePointAt(0) == second;
  }

  private static String ordered(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }
}
