package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FieldSlice;
import dev.conveyor.streaming.SliceReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of a stream after an ID, up to another and with it. */
record StreamSlice(Address address, StreamId after, StreamId upTo, int maxMessage)
    implements FieldSlice {
  private static final Pattern FORM =
      Pattern.compile("([0-9]+-[0-9]+) ([0-9]+-[0-9]+) ([0-9]{1,10})");

  /**
   * Reads a slice from its text.
   *
   * @throws IllegalArgumentException if it does not read like that
   */
  static StreamSlice parse(Address address, String text) {
    Matcher fields = FORM.matcher(text);
    if (!fields.matches()) {
      throw unreadable(text);
    }
    return new StreamSlice(
        address,
        StreamId.parse(fields.group(1)).orElseThrow(() -> unreadable(text)),
        StreamId.parse(fields.group(2)).orElseThrow(() -> unreadable(text)),
        Integer.parseInt(fields.group(3)));
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no slice of a Redis stream: it reads AFTER UP-TO LIMIT");
  }

  @Override
  public StreamSlice withMaxMessage(int bytes) {
    return new StreamSlice(address, after, upTo, bytes);
  }

  @Override
  public String text() {
    return after + " " + upTo + " " + maxMessage;
  }

  @Override
  public SliceReader open() {
    RedisStream stream = RedisStream.of(address);
    return new StreamSliceReader(this, stream, new StreamEntries(stream, maxMessage));
  }

  @Override
  public SliceReader open(List<String> fields) {
    RedisStream stream = RedisStream.of(address);
    return new StreamSliceReader(this, stream, new StreamEntries(stream, fields, maxMessage));
  }

  @Override
  public String toString() {
    return "entries after " + after + " up to " + upTo + ", " + address;
  }
}
