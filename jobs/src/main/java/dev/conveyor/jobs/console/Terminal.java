package dev.conveyor.jobs.console;

import java.util.Map;

/**
 * The user's terminal: whether standard output and standard error are a terminal, how wide, and
 * whether color is welcome. The launcher tells, since Java cannot.
 */
public record Terminal(boolean isOut, boolean isErr, int width, boolean isColored) {
  private static final int DEFAULT_WIDTH = 80;

  public static Terminal current() {
    return of(System.getenv());
  }

  static Terminal of(Map<String, String> environment) {
    boolean out = environment.containsKey("CONVEYOR_STDOUT_TTY");
    return new Terminal(
        out,
        environment.containsKey("CONVEYOR_STDERR_TTY"),
        width(environment.getOrDefault("COLUMNS", "")),
        out && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  private static int width(String columns) {
    return columns.matches("[0-9]{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
  }

  /** In a color of the terminal, by its ANSI number; as it is where color is not welcome. */
  public String colored(int ansi, String text) {
    return isColored ? "\u001b[" + ansi + "m" + text + "\u001b[0m" : text;
  }

  /** Text from a message, safe to show: no control characters, at most {@code most} characters. */
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
