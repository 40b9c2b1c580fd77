package dev.conveyor.streaming.feed;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message rate, constant or growing by a factor each second. With growth, <em>rate ·
 * (factor<sup>t</sup> − 1) / ln factor</em> messages are due after t seconds. A delayed feeder
 * catches up.
 */
public final class FeedRate {
  private static final Pattern FORMAT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)/(s|m|h)");
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double growth;

  private FeedRate(double perSecond, double growth) {
    this.perSecond = perSecond;
    this.growth = growth;
  }

  /** Returns a rate limited only by the transport. */
  public static FeedRate unlimited() {
    return new FeedRate(Double.POSITIVE_INFINITY, 0);
  }

  public static FeedRate perSecond(double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("a rate of " + rate + " messages a second is not above 0");
    }
    return new FeedRate(rate, 0);
  }

  /**
   * Parses a rate of an option: {@code 100/s}, {@code 30/m}, {@code 0.5/s}.
   *
   * @throws IllegalArgumentException if the text is not a rate
   */
  public static FeedRate parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a rate; write a number above 0 and /s, /m or /h, like 100/s");
    }
    double amount = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> perSecond(amount);
      case "m" -> perSecond(amount / 60);
      default -> perSecond(amount / 3_600);
    };
  }

  /**
   * Returns this rate, growing by a factor each second.
   *
   * @throws IllegalArgumentException if the factor is below 1
   */
  public FeedRate growing(double factor) {
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "a rate cannot grow by a factor of "
              + factor
              + " each second; give a factor of 1 or more");
    }
    return new FeedRate(perSecond, Math.log(factor));
  }

  /** Returns the number of messages that are due after a time. */
  long due(Duration elapsed) {
    double seconds = elapsed.toNanos() / NANOS;
    double due =
        growth == 0 ? perSecond * seconds : perSecond * Math.expm1(growth * seconds) / growth;
    return Double.isNaN(due) ? 0 : (long) Math.floor(due + 1e-6);
  }

  /** Returns the time after which a number of messages is due. */
  Duration dueAt(long messages) {
    double seconds =
        growth == 0 ? messages / perSecond : Math.log1p(messages * growth / perSecond) / growth;
    return Duration.ofNanos((long) Math.ceil(seconds * NANOS));
  }
}
