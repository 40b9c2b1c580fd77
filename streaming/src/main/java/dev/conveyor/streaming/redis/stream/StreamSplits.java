package dev.conveyor.streaming.redis.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the IDs after one, up to another and with it, evenly by their milliseconds, and by their
 * sequence numbers where all share a millisecond.
 */
record StreamSplits(StreamId after, StreamId upTo) {

  /** A part of a range: after an ID (exclusive), up to another (inclusive). */
  record Cut(StreamId after, StreamId upTo) {}

  /** Returns the splits in order, up to a maximum, each with IDs. */
  List<Cut> evenly(int parts) {
    BigInteger low = number(after);
    BigInteger span = number(upTo).subtract(low);
    List<Cut> cuts = new ArrayList<>();
    StreamId begin = after;
    for (int i = 1; i <= parts; i++) {
      BigInteger share = span.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts));
      StreamId end = id(low.add(share));
      if (end.compareTo(begin) > 0) {
        cuts.add(new Cut(begin, end));
        begin = end;
      }
    }
    return cuts;
  }

  /** Both parts, unsigned, as one number of 128 bits. */
  private static BigInteger number(StreamId id) {
    return new BigInteger(Long.toUnsignedString(id.millis()))
        .shiftLeft(Long.SIZE)
        .add(new BigInteger(Long.toUnsignedString(id.sequence())));
  }

  private static StreamId id(BigInteger number) {
    return new StreamId(number.shiftRight(Long.SIZE).longValue(), number.longValue());
  }
}
