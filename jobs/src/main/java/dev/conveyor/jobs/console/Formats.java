package dev.conveyor.jobs.console;

import dev.conveyor.streaming.stats.Latency;
import dev.conveyor.streaming.status.DeliveryStatus;
import dev.conveyor.streaming.status.LossStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Formats numbers and statuses as text for the user. */
public final class Formats {
  private static final String UNKNOWN = "an unknown number";

  private Formats() {}

  /** Returns the number with a comma between thousands: {@code 100,000}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * Returns the number with its unit: {@code 1 word}, {@code 2 words}.
   *
   * @param units the plural; its final s is dropped for 1
   */
  public static String count(long number, String units) {
    boolean one = number == 1 && units.endsWith("s");
    return count(number) + " " + (one ? units.substring(0, units.length() - 1) : units);
  }

  /** Returns the digits, or {@code -} if the number is unknown. */
  public static String plain(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  /** Returns seconds with one decimal: {@code 3.1 s}. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** Returns for example {@code 5 lost}, then the number counted twice unless that is 0. */
  public static String loss(LossStatus loss) {
    OptionalLong twice = loss.countedTwice();
    String repeated = twice.isPresent() ? count(twice.getAsLong()) : UNKNOWN;
    return lost(loss)
        + " lost"
        + (twice.equals(OptionalLong.of(0)) ? "" : "; counted twice: " + repeated);
  }

  private static String lost(LossStatus loss) {
    if (loss.isComplete()) {
      return count(loss.messages());
    }
    return loss.messages() == 0 ? UNKNOWN : count(loss.messages()) + " or more";
  }

  /**
   * Returns for example {@code 5 dead letters in out/_dead}; without the place if there are none.
   */
  public static String dead(long number, String place) {
    return count(number, "dead letters") + (number == 0 ? "" : " " + place);
  }

  /**
   * Returns gaps, repeats and, if known, latency, as a clause that begins with a semicolon.
   *
   * @param messages the number of messages that came
   * @param areExpected whether the address asks for envelopes; if gaps are unknown otherwise,
   *     returns an empty text
   */
  public static String delivery(DeliveryStatus delivery, long messages, boolean areExpected) {
    if (delivery.gaps().isEmpty()) {
      String unknown =
          messages == 0 ? "; 0 gaps" : "; gaps unknown (not every message bore an &envelope)";
      return areExpected ? unknown : "";
    }
    String numbers =
        "; "
            + count(delivery.gaps().getAsLong(), "gaps")
            + ", "
            + count(delivery.repeats().orElseThrow(), "repeats");
    return delivery
        .latency()
        .map(millis -> numbers + ", latency " + latency(millis))
        .orElse(numbers);
  }

  private static String latency(Latency millis) {
    return percentiles(millis.p50(), millis.p99())
        + millis
            .afterWarmUp()
            .map(later -> ", after warm-up " + percentiles(later.p50(), later.p99()))
            .orElse("");
  }

  private static String percentiles(long p50, long p99) {
    return p50 + " ms, p99 " + p99 + " ms";
  }
}
