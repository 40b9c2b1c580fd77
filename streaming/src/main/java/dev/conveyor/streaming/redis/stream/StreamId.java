package dev.conveyor.streaming.redis.stream;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ID of a stream entry: {@code milliseconds-sequence}, both unsigned 64 bits, ordered as
 * numbers.
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId>, Serializable {
  /** Before every entry. */
  public static final StreamId ZERO = new StreamId(0, 0);

  /** Behind every entry. */
  static final StreamId HIGHEST = new StreamId(-1, -1);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,20})(?:-([0-9]{1,20}))?");
  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::millis, Long::compareUnsigned)
          .thenComparing(StreamId::sequence, Long::compareUnsigned);

  /** Empty if that is no ID; one without a sequence number is the first of its millisecond. */
  public static Optional<StreamId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      long millis = Long.parseUnsignedLong(matcher.group(1));
      String sequence = matcher.group(2);
      return Optional.of(
          new StreamId(millis, sequence == null ? 0 : Long.parseUnsignedLong(sequence)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The ID right before this one; zero has none and stays. */
  public StreamId before() {
    if (equals(ZERO)) {
      return this;
    }
    return sequence == 0 ? new StreamId(millis - 1, -1) : new StreamId(millis, sequence - 1);
  }

  @Override
  public int compareTo(StreamId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
