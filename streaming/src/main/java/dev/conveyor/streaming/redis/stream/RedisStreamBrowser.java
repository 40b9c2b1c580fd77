package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Browsable;
import dev.conveyor.streaming.MessageBrowser;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.List;

/** A range of IDs of a stream, whose entries stay unless others trim or delete them. */
final class RedisStreamBrowser implements MessageBrowser {
  private static final RedisScript PEEK = RedisScript.named("peek-stream.lua");
  private static final int SAMPLE = 20;
  private static final int MOST_BYTES = 8 << 20;

  private final RedisStream stream;
  private final int maxMessage;
  private final StreamExtent extent;
  private final StreamId after;
  private final StreamId upTo;

  /**
   * @param last the last entry; latest for the one that is now
   */
  RedisStreamBrowser(RedisStream stream, StreamId last, int maxMessage)
      throws InterruptedException {
    this.stream = stream;
    this.maxMessage = maxMessage;
    try (RedisLink link =
        new RedisLink(
            stream.server(), stream.key(), "stream", "read from", ReplyLimits.cutting(0))) {
      List<byte[]> keys = List.of(stream.keyBytes());
      this.extent =
          StreamExtent.of(link.ask(redis -> StreamExtent.SCRIPT.run(redis, keys, List.of())));
    }
    this.after =
        stream.start().equals(RedisStream.LATEST)
            ? extent.last()
            : max(stream.firstBefore(), extent.first().before());
    this.upTo = min(last, extent.last());
  }

  /** Returns an estimate of all entries, wherever the address begins. */
  static Browsable.Estimate estimate(RedisStream stream) throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            bytes(StreamId.ZERO.toString()),
            bytes(SAMPLE),
            bytes(0),
            bytes(MOST_BYTES),
            stream.fieldBytes());
    try (RedisLink link = new RedisLink(stream.server(), stream.key(), "stream", "read from")) {
      long messages = link.ask(redis -> redis.xlen(stream.keyBytes()));
      List<?> first =
          (List<?>) link.ask(redis -> PEEK.run(redis, List.of(stream.keyBytes()), arguments));
      double mean =
          first.stream().mapToLong(one -> (Long) ((List<?>) one).get(1)).average().orElse(0);
      return new Browsable.Estimate(messages, mean);
    }
  }

  private static StreamId max(StreamId one, StreamId other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static StreamId min(StreamId one, StreamId other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** {@inheritDoc} It is the length of the stream, also if only a part is looked at. */
  @Override
  public long messages() {
    return extent.length();
  }

  @Override
  public List<Slice> slices(int parallelism) {
    if (extent.length() == 0 || upTo.compareTo(after) <= 0) {
      return List.of();
    }
    return new StreamSplits(after, upTo)
        .evenly(parallelism).stream()
            .<Slice>map(
                cut -> new StreamSlice(stream.address(), cut.after(), cut.upTo(), maxMessage))
            .toList();
  }

  /** Does nothing: nothing is held. */
  @Override
  public void close() {}
}
