package dev.conveyor.streaming.redis.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.redis.internal.RedisScript;
import java.util.List;

/**
 * The extent of a stream.
 *
 * @param length in entries
 * @param last ID that was ever given
 * @param added how many entries were ever added; -1 if this Redis does not count them
 */
record StreamExtent(long length, StreamId first, StreamId last, long added) {
  /** The script that tells, without any body. */
  static final RedisScript SCRIPT = RedisScript.named("extent.lua");

  static StreamExtent of(Object answer) {
    List<?> values = (List<?>) answer;
    return new StreamExtent(
        (Long) values.get(0), id(values.get(1)), id(values.get(2)), (Long) values.get(3));
  }

  static StreamId id(Object value) {
    return StreamId.parse(new String((byte[]) value, US_ASCII)).orElse(StreamId.ZERO);
  }
}
