package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;

/**
 * The limits of one micro-batch, over all addresses.
 *
 * @param most messages at most
 * @param least messages to wait for
 * @param delay the longest time to wait for them
 * @param bytes bodies of at most about that many bytes
 */
record ReadLimits(long most, long least, Duration delay, long bytes) implements ReadLimit {
  /** No limits, as for a trigger that takes everything in one batch. */
  static final ReadLimits NONE = new ReadLimits(Long.MAX_VALUE, 0, Duration.ZERO, Long.MAX_VALUE);

  private static final Optional<Bounds> EMPTY = Optional.empty();
  private static final Duration DELAY = Duration.ofMinutes(15);

  /**
   * Parses the options.
   *
   * @throws IllegalArgumentException if one is malformed, or the least is more than the most
   */
  static ReadLimits of(DataSourceOptions options) {
    long most = options.count("maxOffsetsPerTrigger", Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    Optional<Long> least = options.count("minOffsetsPerTrigger", Long.MAX_VALUE);
    if (least.isPresent() && least.get() > most) {
      throw DataSourceOptions.refused(
          "minOffsetsPerTrigger", "" + least.get(), "give at most maxOffsetsPerTrigger, " + most);
    }
    return new ReadLimits(
        most,
        least.orElse(0L),
        options.duration("maxTriggerDelay").orElse(DELAY),
        options.bytes("maxBytesPerTrigger").orElse(Bounds.defaults().bytes()));
  }

  /** Returns the limits that Spark asks for: these, unless it wants all that is available. */
  static ReadLimits asked(ReadLimit limit) {
    return limit instanceof ReadLimits limits ? limits : NONE;
  }

  /** Returns whether the number of waiting messages matters. */
  boolean needWaiting(int addresses) {
    return least > 0 || (addresses > 1 && (most < Long.MAX_VALUE || bytes < Long.MAX_VALUE));
  }

  /**
   * Divides the limits among addresses, in proportion to what waits there. While there is room, an
   * address where nothing waits gets a message too, since one may have come.
   *
   * @param waiting the number of messages at each address
   * @param first the index of the address that is served first, if there is not room for all
   * @return the bounds of each; empty where nothing may be read
   */
  List<Optional<Bounds>> divide(List<Long> waiting, int first) {
    List<Optional<Bounds>> bounds = new ArrayList<>(Collections.nCopies(waiting.size(), EMPTY));
    double all = Math.max(1, waiting.stream().mapToLong(Long::longValue).sum());
    long left = most;
    for (boolean isIdle : new boolean[] {false, true}) {
      for (int i = 0; i < waiting.size() && left > 0; i++) {
        int index = (first + i) % waiting.size();
        long here = waiting.get(index);
        if (here == 0 == isIdle) {
          long messages = Math.min(left, portion(most, here / all));
          bounds.set(index, Optional.of(new Bounds(messages, portion(bytes, here / all))));
          left -= most == Long.MAX_VALUE ? 0 : messages;
        }
      }
    }
    return bounds;
  }

  private static long portion(long limit, double share) {
    return limit == Long.MAX_VALUE ? limit : Math.max(1, (long) Math.ceil(limit * share));
  }
}
