package dev.conveyor.streaming.feed;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many messages are due by when: a rate that grows by a factor each second, so that after t
 * seconds <em>rate · (factor<sup>t</sup> − 1) / ln factor</em> are due. A feeder that was held up
 * catches up.
 */
public final class FeedRate {
  private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)/(s|m|h)");
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double growth;

  private FeedRate(double perSecond, double growth) {
    this.perSecond = perSecond;
    this.growth = growth;
  }

  /** As fast as the transport takes them. */
  public static FeedRate unlimited() {
    return new FeedRate(Double.POSITIVE_INFINITY, 0);
  }

  public static FeedRate perSecond(double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("a rate of " + rate + " messages a second sends nothing");
    }
    return new FeedRate(rate, 0);
  }

  /**
   * A rate as options spell it: {@code 100/s}, {@code 30/m}, {@code 0.5/s}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static FeedRate parse(String text) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no rate; write a number above 0 and /s, /m or /h, like 100/s");
    }
    double amount = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> perSecond(amount);
      case "m" -> perSecond(amount / 60);
      default -> perSecond(amount / 3_600);
    };
  }

  /**
   * The same pace, growing by that factor each second.
   *
   * @throws IllegalArgumentException if the factor is below 1
   */
  public FeedRate accelerating(double factor) {
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "a belt that accelerates by " + factor + " each second; give a factor of 1 or more");
    }
    return new FeedRate(perSecond, Math.log(factor));
  }

  /** How many messages are due once so much time has passed. */
  long due(Duration elapsed) {
    double seconds = elapsed.toNanos() / NANOS;
    double due =
        growth == 0 ? perSecond * seconds : perSecond * Math.expm1(growth * seconds) / growth;
    return Double.isNaN(due) ? 0 : (long) Math.floor(due + 1e-6);
  }

  /** How much time has passed when so many messages are due. */
  Duration dueAt(long messages) {
    double seconds =
        growth == 0 ? messages / perSecond : Math.log1p(messages * growth / perSecond) / growth;
    return Duration.ofNanos((long) Math.ceil(seconds * NANOS));
  }
}
