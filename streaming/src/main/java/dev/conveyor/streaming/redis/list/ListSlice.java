package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The elements from (inclusive) to (exclusive) of a claim of a list. */
record ListSlice(Address address, String run, long claim, long from, long to, int maxMessage)
    implements Slice {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9_-]{1,100}) ([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,10})");

  /**
   * Reads a slice from its text.
   *
   * @throws IllegalArgumentException if it does not read like that
   */
  static ListSlice parse(Address address, String text) {
    Matcher fields = FORM.matcher(text);
    if (!fields.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no slice of a Redis list: it reads RUN CLAIM FROM TO LIMIT");
    }
    return new ListSlice(
        address,
        fields.group(1),
        Long.parseLong(fields.group(2)),
        Long.parseLong(fields.group(3)),
        Long.parseLong(fields.group(4)),
        Integer.parseInt(fields.group(5)));
  }

  long length() {
    return to - from;
  }

  /** Cuts it into slices of about the same length; at most that many, and none is empty. */
  List<ListSlice> cut(int most) {
    long parts = Math.min(most, length());
    List<ListSlice> slices = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      long begin = from + length() * i / parts;
      long end = from + length() * (i + 1) / parts;
      slices.add(new ListSlice(address, run, claim, begin, end, maxMessage));
    }
    return slices;
  }

  @Override
  public ListSlice withMaxMessage(int bytes) {
    return new ListSlice(address, run, claim, from, to, bytes);
  }

  @Override
  public String text() {
    return run + " " + claim + " " + from + " " + to + " " + maxMessage;
  }

  @Override
  public OptionalLong messages() {
    return OptionalLong.of(length());
  }

  @Override
  public SliceReader open() {
    RedisList list = RedisList.of(address);
    byte[] key = list.runKeys(run).claim(claim);
    return new ListSliceReader(list, key, from, to, maxMessage, claim + ":");
  }

  @Override
  public String toString() {
    return "elements "
        + from
        + " to "
        + to
        + " of claim "
        + claim
        + " of run "
        + run
        + ", "
        + address;
  }
}
