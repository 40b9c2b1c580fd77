package dev.conveyor.jobs.dead;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Selects dead letters by reason and age. A letter of unknown age has none that fits.
 *
 * @param reason matches a part of the reason, or with a glob the whole; empty for every reason
 * @param latest the time at or before which a letter died; empty for any time
 * @param earliest the time at or after which a letter died; empty for any time
 */
public record LetterFilter(
    Predicate<String> reason, Optional<Instant> latest, Optional<Instant> earliest) {

  /**
   * Creates the filter.
   *
   * @param reason a part of the reason, or a glob with {@code *} and {@code ?} for the whole of it
   * @param older the least age
   * @param newer the greatest age
   */
  public static LetterFilter of(
      Optional<String> reason, Optional<Duration> older, Optional<Duration> newer, Instant now) {
    return new LetterFilter(
        reason.map(LetterFilter::matcher).orElse(text -> true),
        older.map(now::minus),
        newer.map(now::minus));
  }

  /** Returns whether the text stands for whole reasons. */
  static boolean isGlob(String reason) {
    return reason.indexOf('*') >= 0 || reason.indexOf('?') >= 0;
  }

  static Predicate<String> matcher(String reason) {
    if (!isGlob(reason)) {
      return text -> text.contains(reason);
    }
    String literal = Pattern.quote(reason);
    String glob = literal.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(glob, Pattern.DOTALL).asMatchPredicate();
  }

  /** Returns whether a letter with this reason and time is selected. */
  public boolean selects(String ofReason, Optional<Instant> time) {
    boolean isOldEnough =
        latest.isEmpty() || time.filter(died -> !died.isAfter(latest.get())).isPresent();
    boolean isNewEnough =
        earliest.isEmpty() || time.filter(died -> !died.isBefore(earliest.get())).isPresent();
    return isOldEnough && isNewEnough && reason.test(ofReason);
  }
}
