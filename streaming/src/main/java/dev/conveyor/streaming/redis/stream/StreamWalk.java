package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.RunLease;
import java.util.List;

/**
 * Counts the entries of a range within bounds, where the ends of the stream do not tell.
 *
 * <p>Small entries are read in pages over a connection of its own, which serves three times as many
 * a second as a script and never blocks Redis for longer than a page. Large ones are measured by a
 * script, some 4 MiB at a time, since their bodies would cross the network for nothing. Belongs to
 * one thread.
 */
final class StreamWalk implements AutoCloseable {
  private static final RedisScript MEASURE = RedisScript.named("run.lua", "measure-stream.lua");

  /** The mean size from which entries are large. */
  private static final long LARGE = 4_096;

  private final RedisStream stream;
  private final RunLease lease;
  private final RedisLink link;

  /** The entries after a position, up to the last one. */
  record Measured(long count, StreamId last) {}

  StreamWalk(RedisStream stream, RunLease lease) {
    this.stream = stream;
    this.lease = lease;
    this.link = new RedisLink(stream.server(), "stream", "read from", ReplyLimits.cutting(0));
  }

  /** Counts the entries after an ID, as many as are within the bounds; at least one. */
  Measured measured(StreamState state, StreamId after, Bounds bounds) throws InterruptedException {
    StreamId upTo = state.extent().last();
    boolean isLarge = state.memory() / Math.max(1, state.extent().length()) >= LARGE;
    return isLarge ? byScript(after, upTo, bounds) : byPages(after, upTo, bounds);
  }

  private Measured byPages(StreamId after, StreamId upTo, Bounds bounds)
      throws InterruptedException {
    EntryCount entries = new EntryCount(stream.fieldBytes(), after, bounds);
    StreamPages pages = new StreamPages(link, stream.keyBytes(), upTo, entries);
    StreamId at = after;
    while (at.compareTo(upTo) < 0 && !entries.isDone()) {
      if (Thread.interrupted()) {
        link.close(); // A page that was asked for and not read.
        throw new InterruptedException();
      }
      at = pages.read(at);
      entries.keep();
    }
    return new Measured(entries.count(), entries.reached());
  }

  private Measured byScript(StreamId after, StreamId upTo, Bounds bounds)
      throws InterruptedException {
    long count = 0;
    long bytes = 0;
    StreamId last = after;
    boolean over = false;
    while (!over && count < bounds.messages()) {
      long room = bounds.bytes() - bytes;
      List<?> some = step(last, upTo, bounds.messages() - count, room, count == 0);
      count += (Long) some.get(0);
      bytes += (Long) some.get(1);
      last = StreamId.parse(new String((byte[]) some.get(2), US_ASCII)).orElse(last);
      over = some.get(3).equals(1L);
    }
    return new Measured(count, last);
  }

  private List<?> step(StreamId after, StreamId upTo, long messages, long room, boolean isFirst)
      throws InterruptedException {
    return (List<?>)
        lease.step(
            MEASURE,
            bytes(after.toString()),
            bytes(messages),
            bytes(room),
            bytes(isFirst ? 1 : 0),
            stream.fieldBytes(),
            bytes(upTo.toString()));
  }

  /** Returns the ID of the first entry after an ID that the stream still holds. */
  StreamId firstAfter(StreamId after, StreamId to) throws InterruptedException {
    List<?> answer = step(after, to, 1, Long.MAX_VALUE, true);
    return StreamId.parse(new String((byte[]) answer.get(2), US_ASCII)).orElse(to);
  }

  boolean wasAway() {
    return link.wasAway();
  }

  @Override
  public void close() {
    link.close();
  }
}
