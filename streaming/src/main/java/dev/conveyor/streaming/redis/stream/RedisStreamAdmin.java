package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.redis.internal.LegacyKeys;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RunKeys;
import dev.conveyor.streaming.redis.internal.RunsAtKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at a stream and at the runs that read it. A stream has no workers and no dead: each reader
 * reads all, and nothing is taken.
 */
final class RedisStreamAdmin implements QueueAdmin {
  private final RedisStream stream;
  private final RedisLink link;
  private final RunsAtKey runs;

  RedisStreamAdmin(RedisStream stream) throws InterruptedException {
    this.stream = stream;
    this.link = new RedisLink(stream.server(), stream.key(), "stream", "inspect");
    try {
      LegacyKeys.move(link, stream.key(), Optional.empty());
    } catch (InterruptedException | RuntimeException | Error e) {
      link.close();
      throw e;
    }
    this.runs = new RunsAtKey(link, run -> stream.runKeys(run));
  }

  @Override
  public Counts counts() throws InterruptedException {
    return new Counts(link.ask(redis -> redis.xlen(stream.keyBytes())), 0, 0, 0, 0);
  }

  @Override
  public List<Holder> holders() {
    return List.of();
  }

  @Override
  public List<Run> runs() throws InterruptedException {
    List<Run> found = new ArrayList<>();
    for (RunsAtKey.RunEntry entry : runs.entries()) {
      found.add(new Run(entry.name(), lag(entry), entry.leaseLeft(), entry.checkpoint()));
    }
    return found;
  }

  /** Returns the entries after the released position; -1 if only a walk could count them. */
  private long lag(RunsAtKey.RunEntry entry) throws InterruptedException {
    StreamPosition from = released(entry.released());
    RunKeys keys = stream.runKeys(entry.name());
    List<byte[]> arguments = keys.arguments(0, bytes(from.id().toString()));
    StreamState state =
        link.ask(redis -> StreamState.of(StreamState.SCRIPT.run(redis, keys.keys(), arguments)));
    OptionalLong after = state.after(from);
    return after.orElse(-1);
  }

  private static StreamPosition released(String text) {
    return text.isEmpty()
        ? new StreamPosition(StreamId.ZERO, StreamPosition.PLACE)
        : StreamPosition.recorded(text);
  }

  @Override
  public Optional<String> checkpoint(String run) throws InterruptedException {
    return runs.checkpoint(run);
  }

  @Override
  public long dropRun(String run) throws InterruptedException {
    runs.drop(run);
    return 0;
  }

  @Override
  public long dropRun(String run, long token) throws InterruptedException {
    runs.drop(run, token);
    return 0;
  }

  @Override
  public List<Dead> dead(int most) {
    return List.of();
  }

  @Override
  public long requeueDead() {
    return 0;
  }

  @Override
  public long returnExpired() {
    return 0;
  }

  @Override
  public void close() {
    link.close();
  }
}
