package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in what a run claims of a list, {@code claim:index}: before that element of that claim.
 * Claims are numbered from 1.
 */
public record ListPosition(long claim, long index) {
  static final ListPosition START = new ListPosition(0, 0);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}):([0-9]{1,15})");

  /**
   * Reads a position from its text.
   *
   * @throws IllegalArgumentException if it does not read like that
   */
  public static ListPosition of(Position position) {
    Matcher matcher = FORM.matcher(position.text());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + position + "\" is no position in a Redis list: it reads CLAIM:INDEX");
    }
    return new ListPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  Position position() {
    return new Position(claim + ":" + index);
  }
}
