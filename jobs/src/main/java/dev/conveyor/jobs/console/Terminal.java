package dev.conveyor.jobs.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The user's terminal. The launcher detects it and sets environment variables, since Java cannot.
 *
 * @param isOut whether standard output is a terminal
 * @param isErr whether standard error is a terminal on which a line can be drawn again
 * @param width in columns, when the command started; 80 if unknown
 * @param isColored whether standard output is a terminal and {@code NO_COLOR} is unset or empty
 */
public record Terminal(boolean isOut, boolean isErr, int width, boolean isColored) {
  private static final int DEFAULT_WIDTH = 80;
  private static final int WIDTH_OF_FILES = 4_096;
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  /** Returns the terminal that the environment of this process describes. */
  public static Terminal current() {
    return of(System.getenv());
  }

  static Terminal of(Map<String, String> environment) {
    boolean out = environment.containsKey("CONVEYOR_STDOUT_TTY");
    return new Terminal(
        out,
        environment.containsKey("CONVEYOR_STDERR_TTY")
            && !environment.getOrDefault("TERM", "").equals("dumb"),
        width(environment.getOrDefault("COLUMNS", "")),
        out && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
  }

  /** Returns the present width in columns, which changes when the user resizes the terminal. */
  public int columns() {
    return isOut || isErr ? TerminalSize.columns().orElse(width) : width;
  }

  /** Returns the width of a line of results: a file has room for long ones. */
  public int lineWidth() {
    return isOut ? columns() : WIDTH_OF_FILES;
  }

  /** Returns whether standard input is a terminal, whose user sees what they type. */
  public static boolean isTypedOn() {
    try {
      String input = STANDARD_INPUT.toRealPath().toString();
      return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the text in a color, or unchanged if the terminal has no color.
   *
   * @param ansi the number of an ANSI foreground color, for example 31 for red
   */
  public String colored(int ansi, String text) {
    return isColored ? "\u001b[" + ansi + "m" + text + "\u001b[0m" : text;
  }

  /**
   * Returns the text of a message for display. Control and undefined characters become dots.
   *
   * @param body in UTF-8; malformed bytes are replaced
   * @param most the maximum number of code points; a longer text ends in an ellipsis
   */
  public static String shown(byte[] body, int most) {
    String text =
        new String(
            body, 0, Math.min(body.length, 4 * most), java.nio.charset.StandardCharsets.UTF_8);
    String safe = text.replaceAll("\\p{C}", "·");
    return safe.codePointCount(0, safe.length()) <= most
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, most - 1)) + "…";
  }
}
