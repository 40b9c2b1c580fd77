package dev.conveyor.streaming;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats time spans in addresses and options: {@code 500ms}, {@code 10s}. */
public final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** The longest span; it fits into a {@code long} of nanoseconds many times. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private TimeSpan() {}

  /**
   * Parses a whole number and a unit: {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
   *
   * @throws IllegalArgumentException if the text is anything else, or longer than 3650 days
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no span of time; write a number and ms, s, m, h or d, like 500ms");
    }
    Duration span = span(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (span.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is too long a span of time; write " + format(LONGEST) + " or less");
    }
    return span;
  }

  private static Duration span(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * Formats a time span in the largest unit of which it is a whole number; drops fractions of
   * milliseconds.
   */
  public static String format(Duration span) {
    long millis = span.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
