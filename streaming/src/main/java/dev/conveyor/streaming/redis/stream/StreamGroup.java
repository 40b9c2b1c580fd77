package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunLease;
import java.util.Optional;
import java.util.UUID;

/**
 * The consumer group that a run has in the stream that it reads, {@code conveyor:RUN:MARK}. No
 * consumer belongs to it and nothing is read through it: it tells whether the stream is still the
 * one that was read, since it comes and goes with the stream's key, and whether the stream was
 * restored to an earlier state, since its ID is the highest that the run has chosen. Positions bear
 * its mark, see {@link StreamPosition}.
 */
record StreamGroup(RunLease lease) {
  private static final RedisScript MARK =
      RedisScript.named("run.lua", "stream-group.lua", "mark-stream.lua");

  /**
   * Notes that the run has chosen up to a position, and returns that with the group's mark; with
   * none where Redis does not let it. Empty if the stream is no longer the one that was looked at.
   *
   * @param from where the choice began
   */
  Optional<StreamPosition> mark(StreamPosition from, StreamPosition to)
      throws InterruptedException {
    return mark(from, to, false);
  }

  /** Marks a stream that turned out to be another one, or an earlier state of it. */
  StreamPosition markAnew(StreamPosition from, StreamPosition to) throws InterruptedException {
    return mark(from, to, true).orElseThrow();
  }

  private Optional<StreamPosition> mark(StreamPosition from, StreamPosition to, boolean isAnother)
      throws InterruptedException {
    Object answer =
        lease.step(
            MARK,
            bytes(from.mark()),
            bytes(from.id().toString()),
            bytes(UUID.randomUUID().toString().substring(0, 8)),
            bytes(to.id().toString()),
            bytes(isAnother ? 1 : 0));
    return answer instanceof byte[] mark
        ? Optional.of(to.withMark(new String(mark, US_ASCII)))
        : Optional.empty();
  }
}
