package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.RedisBytes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The elements from (inclusive) to (exclusive) of a copy of a list, see {@link RedisListBrowser}.
 */
record ListCopySlice(Address address, String copy, long from, long to, int maxMessage)
    implements Slice {
  private static final Pattern FORM =
      Pattern.compile("copy ([A-Za-z0-9-]{1,50}) ([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,10})");

  /** Parses a slice from its text; empty if it is none of a copy. */
  static Optional<ListCopySlice> parse(Address address, String text) {
    Matcher fields = FORM.matcher(text);
    return fields.matches()
        ? Optional.of(
            new ListCopySlice(
                address,
                fields.group(1),
                Long.parseLong(fields.group(2)),
                Long.parseLong(fields.group(3)),
                Integer.parseInt(fields.group(4))))
        : Optional.empty();
  }

  @Override
  public ListCopySlice withMaxMessage(int bytes) {
    return new ListCopySlice(address, copy, from, to, bytes);
  }

  @Override
  public String text() {
    return "copy " + copy + " " + from + " " + to + " " + maxMessage;
  }

  @Override
  public OptionalLong messages() {
    return OptionalLong.of(to - from);
  }

  @Override
  public SliceReader open() {
    RedisList list = RedisList.of(address);
    byte[] key = RedisBytes.bytes(list.copyKey(copy));
    return new ListSliceReader(list, key, from, to, maxMessage, "");
  }

  @Override
  public String toString() {
    return "elements " + from + " to " + to + " of a copy of " + address;
  }
}
