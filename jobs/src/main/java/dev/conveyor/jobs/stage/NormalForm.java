package dev.conveyor.jobs.stage;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * NFC in linear time. The JDK's normalizer moves each combining mark past those before it one by
 * one, which takes quadratic time on long runs. So this sorts long runs first.
 */
final class NormalForm {
  /** Longer runs of marks are sorted here. Real text has two or three marks in a row. */
  private static final int MANY_MARKS = 32;

  private NormalForm() {}

  static String composed(String text) {
    String ordered = hasManyMarks(text) ? decomposed(text) : text;
    return Normalizer.normalize(ordered, Normalizer.Form.NFC);
  }

  private static boolean hasManyMarks(String text) {
    int marks = 0;
    for (int at = 0; at < text.length() && marks <= MANY_MARKS; ) {
      int point = text.codePointAt(at);
      marks = CombiningOrder.isMark(point) ? marks + 1 : 0;
      at += Character.charCount(point);
    }
    return marks > MANY_MARKS;
  }

  /** Returns the NFD. */
  private static String decomposed(String text) {
    StringBuilder parts = new StringBuilder(text.length() + 16);
    text.codePoints().mapToObj(CombiningOrder::decomposed).forEach(parts::append);
    int[] points = parts.codePoints().toArray();
    for (int from = 0; from < points.length; from++) {
      int start = from;
      while (from < points.length && CombiningOrder.rank(points[from]) > 0) {
        from++;
      }
      sort(points, start, from);
    }
    return new String(points, 0, points.length);
  }

  /** Stable counting sort: marks of the same class keep their order. */
  private static void sort(int[] points, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int[] marks = Arrays.copyOfRange(points, from, to);
    int[] next = new int[CombiningOrder.RANKS + 1];
    for (int mark : marks) {
      next[CombiningOrder.rank(mark) + 1]++;
    }
    for (int rank = 1; rank < next.length; rank++) {
      next[rank] += next[rank - 1];
    }
    for (int mark : marks) {
      points[from + next[CombiningOrder.rank(mark)]++] = mark;
    }
  }
}
