package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a stream: after the entry of that ID. Its text is {@code ID@ordinal} where it is known
 * how many entries were ever added up to there, {@code ID} where only the entry itself can tell
 * whether all that follows is still there, and {@code ID@?} where that is no entry that was read.
 * Then may follow {@code ^ID}, {@code >ID} and {@code #mark}; positions of earlier versions have
 * none of them.
 *
 * @param ordinal {@link #ENTRY} or {@link #PLACE} if it is not known. Entries that were deleted
 *     before the run began count as if they lay before it
 * @param end the last ID that the stream had given by then, if no entry lay after the position;
 *     {@link StreamId#ZERO} if that is the position's own ID or entries did
 * @param next the first entry after it when a run began there, where nothing else tells that what
 *     follows is still there; else {@link StreamId#ZERO}
 * @param mark of the run's consumer group in the stream, see {@link StreamGroup}; empty if it had
 *     none
 */
public record StreamPosition(StreamId id, long ordinal, StreamId end, StreamId next, String mark) {
  /** There was an entry of that ID. */
  static final long ENTRY = -1;

  /** Nothing is known of that ID. */
  static final long PLACE = -2;

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]+-[0-9]+)(?:@([0-9]{1,18}|\\?))?(?:\\^([0-9]+-[0-9]+))?"
              + "(?:>([0-9]+-[0-9]+))?(?:#([0-9a-z]{1,40}))?");

  StreamPosition(StreamId id, long ordinal) {
    this(id, ordinal, StreamId.ZERO, StreamId.ZERO, "");
  }

  /**
   * Reads a position from its text.
   *
   * @throws IllegalArgumentException if it does not read like that
   */
  public static StreamPosition of(Position position) {
    return recorded(position.text());
  }

  /** Reads a position from its recorded text. */
  static StreamPosition recorded(String text) {
    Matcher matcher = FORM.matcher(text);
    StreamId id = matcher.matches() ? StreamId.parse(matcher.group(1)).orElse(null) : null;
    if (id == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no position in a Redis stream: it reads ID@ORDINAL");
    }
    String mark = matcher.group(5);
    return new StreamPosition(
        id,
        ordinal(matcher.group(2)),
        id(matcher.group(3)),
        id(matcher.group(4)),
        mark == null ? "" : mark);
  }

  private static StreamId id(String text) {
    return text == null ? StreamId.ZERO : StreamId.parse(text).orElse(StreamId.ZERO);
  }

  private static long ordinal(String text) {
    if (text == null) {
      return ENTRY;
    }
    return text.equals("?") ? PLACE : Long.parseLong(text);
  }

  StreamPosition withEnd(StreamId last) {
    return new StreamPosition(
        id, ordinal, last.compareTo(id) > 0 ? last : StreamId.ZERO, next, mark);
  }

  StreamPosition withNext(StreamId first) {
    return new StreamPosition(id, ordinal, end, first, mark);
  }

  StreamPosition withMark(String other) {
    return new StreamPosition(id, ordinal, end, next, other);
  }

  boolean isCounted() {
    return ordinal >= 0;
  }

  boolean isMarked() {
    return !mark.isEmpty();
  }

  public Position position() {
    StringBuilder text = new StringBuilder(id.toString());
    if (isCounted()) {
      text.append('@').append(ordinal);
    } else if (ordinal == PLACE) {
      text.append("@?");
    }
    if (!end.equals(StreamId.ZERO)) {
      text.append('^').append(end);
    }
    if (!next.equals(StreamId.ZERO)) {
      text.append('>').append(next);
    }
    if (isMarked()) {
      text.append('#').append(mark);
    }
    return new Position(text.toString());
  }
}
