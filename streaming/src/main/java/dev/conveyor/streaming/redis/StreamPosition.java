package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a stream: after the entry of that ID. Its text is {@code ID@ordinal} where it is known
 * how many entries were ever added up to there, {@code ID} where only the entry itself can tell
 * whether all that follows is still there, and {@code ID@?} where that is no entry that was read.
 *
 * @param ordinal {@link #ENTRY} or {@link #PLACE} if it is not known
 */
record StreamPosition(StreamId id, long ordinal) {
  /** There was an entry of that ID. */
  static final long ENTRY = -1;

  /** Nothing is known of that ID. */
  static final long PLACE = -2;

  private static final Pattern FORM = Pattern.compile("([0-9]+-[0-9]+)(?:@([0-9]{1,18}|\\?))?");

  /**
   * @throws IllegalArgumentException if it does not read like that
   */
  static StreamPosition of(Position position) {
    Matcher matcher = FORM.matcher(position.text());
    StreamId id = matcher.matches() ? StreamId.parse(matcher.group(1)).orElse(null) : null;
    if (id == null) {
      throw new IllegalArgumentException(
          "\"" + position + "\" is no position in a Redis stream: it reads ID@ORDINAL");
    }
    String ordinal = matcher.group(2);
    if (ordinal == null) {
      return new StreamPosition(id, ENTRY);
    }
    return new StreamPosition(id, ordinal.equals("?") ? PLACE : Long.parseLong(ordinal));
  }

  boolean isCounted() {
    return ordinal >= 0;
  }

  Position position() {
    if (isCounted()) {
      return new Position(id + "@" + ordinal);
    }
    return new Position(ordinal == PLACE ? id + "@?" : id.toString());
  }
}
