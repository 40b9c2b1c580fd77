package dev.conveyor.streaming.redis.stream;

import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of what was trimmed away, or deleted with the stream, before its reader could read it. */
final class StreamWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWatch.class);

  private final RedisStream stream;

  /** Null if it cannot be counted: before Redis 7, or where reading begins in the middle. */
  private final StreamLag lag;

  private boolean hasRead;
  private boolean warnedOfTrim;
  private boolean warnedOfEnd;
  private long lost;

  private StreamWatch(RedisStream stream, StreamLag lag) {
    this.stream = stream;
    this.lag = lag;
  }

  static StreamWatch from(RedisStream stream, StreamExtent extent) {
    boolean counts = extent.added() >= 0;
    return switch (stream.start()) {
      case RedisStream.EARLIEST ->
          new StreamWatch(stream, counts ? new StreamLag(extent, 0) : null);
      case RedisStream.LATEST ->
          new StreamWatch(stream, counts ? new StreamLag(extent, extent.length()) : null);
      default -> new StreamWatch(stream, null);
    };
  }

  void pass(int entries) {
    hasRead |= entries > 0;
    if (lag != null) {
      lag.pass(entries);
    }
  }

  OptionalLong waiting(StreamExtent now) {
    return lag == null ? OptionalLong.empty() : lag.waiting(now);
  }

  /** Before entries after that position are taken. */
  void look(StreamExtent now, StreamId position) {
    if (hasRead && now.last().compareTo(position) < 0 && !warnedOfEnd) {
      warnedOfEnd = true;
      LOG.warn(
          "{} ends before {}, which was read: it was deleted or made anew; waiting for IDs after"
              + " that",
          stream.address(),
          position);
    }
    if (lag == null) {
      lookAtIds(now, position);
    } else if (!lag.isAnew(now, position)) {
      warn(lag.lost(now));
    } else if (hasRead && now.last().compareTo(position) >= 0) {
      LOG.warn(
          "{} is no longer the stream that was read: it was deleted or made anew; an unknown number"
              + " of entries that were not read is lost",
          stream.address());
    }
  }

  private void warn(long more) {
    if (more > 0) {
      lost += more;
      LOG.warn(
          "{}: {} entries were trimmed away or deleted before they were read ({} in all); read"
              + " faster, or keep more with a larger &trim=N",
          stream.address(),
          more,
          lost);
    }
  }

  private void lookAtIds(StreamExtent now, StreamId position) {
    if (hasRead && !warnedOfTrim && now.length() > 0 && now.first().compareTo(position) > 0) {
      warnedOfTrim = true;
      LOG.warn(
          "{}: all up to {} and perhaps more was trimmed away or deleted; what was not yet read of"
              + " it is lost, read faster or keep more",
          stream.address(),
          position);
    }
  }
}
