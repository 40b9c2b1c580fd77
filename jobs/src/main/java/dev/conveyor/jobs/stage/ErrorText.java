package dev.conveyor.jobs.stage;

import java.util.Locale;

/**
 * Text of exceptions and records as one printable line of limited length. Never throws, even if the
 * methods of an exception do.
 */
public final class ErrorText {
  private static final int LONGEST = 300;
  private static final int LONGEST_PLACE = 1_000;
  private static final int LONGEST_RECORD = 100;
  private static final int DEEPEST = 100;

  private ErrorText() {}

  /**
   * Returns class and message, and those of the innermost cause if the message does not hold them.
   */
  public static String of(Throwable thrown) {
    String outer = own(thrown);
    Throwable root = root(thrown);
    String inner = root == thrown ? "" : own(root);
    return outer.contains(inner) ? outer : outer + " (caused by " + inner + ")";
  }

  /** Returns class and message, without causes. */
  static String own(Throwable thrown) {
    String message = message(thrown);
    String name = thrown.getClass().getName();
    return message.isEmpty() ? name : name + ": " + message;
  }

  private static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : oneLine(message);
    } catch (Throwable e) { // A user's class may throw anything here.
      return "(its getMessage() throws " + e.getClass().getName() + ")";
    }
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Throwable cause = cause(root);
      if (cause == null || cause == root) {
        return root;
      }
      root = cause;
    }
    return thrown;
  }

  /** Returns the cause; null if there is none, or its method throws. */
  static Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) { // A user's class may throw anything here.
      return null;
    }
  }

  /** Returns the name of a file or queue on one line of at most 1,000 characters. */
  static String place(String text) {
    return oneLine(text, LONGEST_PLACE);
  }

  /** Returns a text on one line of at most 300 characters, with spaces for control characters. */
  public static String oneLine(String text) {
    return oneLine(text, LONGEST);
  }

  private static String oneLine(String text, int longest) {
    StringBuilder line = new StringBuilder();
    int at = 0;
    while (at < text.length() && line.length() < longest) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (isPrintable(point) && !Character.isSpaceChar(point)) {
        line.appendCodePoint(point);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    String kept = line.toString().stripTrailing();
    return at < text.length() && !text.substring(at).isBlank() ? kept + "…" : kept;
  }

  /** Returns a user's text, such as a file name, with line breaks and controls escaped. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c == '\n') {
                visible.append("\\n");
              } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                visible.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                visible.append((char) c);
              }
            });
    return visible.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * Returns the first 100 bytes of a record in quotation marks, and its length: {@code "a\x00b" (3
   * bytes)}. Escapes unprintable bytes.
   */
  public static String record(byte[] buffer, int from, int to) {
    int end = from + Math.min(to - from, LONGEST_RECORD);
    StringBuilder text = new StringBuilder("\"");
    int at = from;
    while (at < end) {
      int point = Utf8.decode(buffer, at, to);
      int length = point < 0 ? -point : Utf8.length(point);
      if (point == '"' || point == '\\') {
        text.append('\\').append((char) point);
      } else if (point >= 0 && isPrintable(point)) {
        text.appendCodePoint(point);
      } else {
        for (int i = at; i < at + length; i++) {
          text.append(String.format(Locale.ROOT, "\\x%02x", buffer[i] & 0xff));
        }
      }
      at += length;
    }
    String rest = at < to ? "…" : "";
    int bytes = to - from;
    return text + "\"" + rest + (bytes == 1 ? " (1 byte)" : " (" + bytes + " bytes)");
  }
}
