package dev.conveyor.jobs.console;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Measures, cuts and wraps text by the columns that it takes on a terminal. */
public final class TextWidth {
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Set<UnicodeScript> WIDE =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI);
  private static final int FIRST_PICTOGRAPH = 0x1F300;
  private static final int LAST_PICTOGRAPH = 0x1FAFF;

  private TextWidth() {}

  /** Returns the number of columns; color codes take none. */
  public static int of(String text) {
    return COLOR.matcher(text).replaceAll("").codePoints().map(TextWidth::columns).sum();
  }

  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean isPictograph = point >= FIRST_PICTOGRAPH && point <= LAST_PICTOGRAPH;
    return isPictograph || WIDE.contains(UnicodeScript.of(point)) ? 2 : 1;
  }

  /** Returns the text if it fits, or else its beginning and an ellipsis. Knows no color codes. */
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = columns - 1;
    for (int point : text.codePoints().toArray()) {
      left -= columns(point);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return columns < 1 ? "" : cut.append('…').toString();
  }

  /**
   * Breaks a line between words. A longer word stands alone on its line.
   *
   * @param first the beginning of the first line; the other lines are indented as far, unless that
   *     is more than half of the width
   */
  public static List<String> wrap(String first, List<String> words, int columns) {
    int indent = of(first) * 2 > columns ? 2 : of(first);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    int used = of(first);
    boolean isBegun = false;
    for (String word : words) {
      int width = of(word);
      if (isBegun && used + 1 + width > columns) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
        used = indent;
        isBegun = false;
      }
      line.append(isBegun ? " " : "").append(word);
      used += width + (isBegun ? 1 : 0);
      isBegun = true;
    }
    lines.add(line.toString());
    return lines;
  }
}
