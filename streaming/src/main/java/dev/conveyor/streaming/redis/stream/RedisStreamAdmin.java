package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.redis.internal.LegacyKeys;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunKeys;
import dev.conveyor.streaming.redis.internal.RunsAtKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at a stream and at the runs that read it. A stream has no workers and no dead: each reader
 * reads all, and nothing is taken.
 */
final class RedisStreamAdmin implements QueueAdmin {
  private static final RedisScript PEEK = RedisScript.named("peek-stream.lua");
  private static final int PEEKED_AT_ONCE = 50;
  private static final int MOST_BYTES = 8 << 20;

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
  public boolean exists() throws InterruptedException {
    byte[] names = stream.runKeys("").keys().get(2);
    return link.ask(redis -> redis.exists(stream.keyBytes(), names)) > 0;
  }

  @Override
  public Counts counts() throws InterruptedException {
    long entries = link.ask(redis -> redis.xlen(stream.keyBytes()));
    return new Counts(entries, 0, 0, Counts.NONE, 0);
  }

  /** {@inheritDoc} Those are the entries from the start that the address names. */
  @Override
  public List<Waiting> peek(int most, int kept) throws InterruptedException {
    List<Waiting> waiting = new ArrayList<>();
    String last = stream.firstBefore().toString();
    List<?> found = List.of();
    while (!stream.start().equals(RedisStream.LATEST) && waiting.size() < most) {
      List<byte[]> arguments =
          List.of(
              bytes(last),
              bytes(Math.min(PEEKED_AT_ONCE, most - waiting.size())),
              bytes(kept),
              bytes(MOST_BYTES),
              stream.fieldBytes());
      found = (List<?>) link.ask(redis -> PEEK.run(redis, List.of(stream.keyBytes()), arguments));
      if (found.isEmpty()) {
        break;
      }
      found.forEach(one -> waiting.add(waiting((List<?>) one)));
      last = waiting.get(waiting.size() - 1).id();
    }
    return waiting;
  }

  private Waiting waiting(List<?> found) {
    String id = new String((byte[]) found.get(0), StandardCharsets.US_ASCII);
    Optional<String> problem =
        found.size() == 3
            ? Optional.empty()
            : Optional.of(problem((List<?>) found.get(3), (Long) found.get(4)));
    return new Waiting(id, (Long) found.get(1), (byte[]) found.get(2), problem);
  }

  /** Returns a clause with names of some fields that an entry has in place of the body's. */
  private String problem(List<?> names, long all) {
    String some =
        names.stream()
            .map(name -> new String((byte[]) name, StandardCharsets.UTF_8))
            .collect(Collectors.joining(", "));
    String more = all > names.size() ? " and " + (all - names.size()) + " more" : "";
    String body = new String(stream.fieldBytes(), StandardCharsets.UTF_8);
    return "no field " + body + " (fields: " + some + more + ")";
  }

  @Override
  public List<Holder> holders() {
    return List.of();
  }

  @Override
  public List<Run> runs() throws InterruptedException {
    List<Run> found = new ArrayList<>();
    for (RunsAtKey.RunEntry entry : runs.entries()) {
      found.add(run(entry));
    }
    return found;
  }

  /**
   * A run has the entries after its released position left; -1 if only a walk could count them. It
   * is settled if it has released all that it has chosen, and holds back no {@code &trim}.
   */
  private Run run(RunsAtKey.RunEntry entry) throws InterruptedException {
    StreamPosition from = released(entry.released());
    RunKeys keys = stream.runKeys(entry.name());
    List<byte[]> arguments = keys.arguments(0, bytes(from.id().toString()));
    StreamState state =
        link.ask(redis -> StreamState.of(StreamState.SCRIPT.run(redis, keys.keys(), arguments)));
    long left = state.after(from).orElse(-1);
    boolean isReleased = state.chosen().compareTo(from.id()) <= 0;
    return entry.run(left, isReleased && (left == 0 || !stream.trims()));
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
