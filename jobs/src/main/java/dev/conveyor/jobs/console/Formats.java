package dev.conveyor.jobs.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as people read them. */
public final class Formats {
  private Formats() {}

  /** With thousands apart: {@code 100,000}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** With its unit, in the plural where it takes one: {@code 1 word}, {@code 2 words}. */
  public static String count(long number, String units) {
    boolean one = number == 1 && units.endsWith("s");
    return count(number) + " " + (one ? units.substring(0, units.length() - 1) : units);
  }

  /** Bare digits, or {@code -} where nobody can tell. */
  public static String plain(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  /** In seconds, with one digit: {@code 3.1 s}. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
