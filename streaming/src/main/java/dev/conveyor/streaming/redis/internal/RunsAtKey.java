package dev.conveyor.streaming.redis.internal;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The keys that the runs of a list or a stream have left in Redis. */
public final class RunsAtKey {
  private static final RedisScript LOOK = RedisScript.named("run.lua", "runs.lua");
  private static final RedisScript DROP = RedisScript.named("run.lua", "drop-run.lua");
  private static final int MOVED_AT_ONCE = 5_000;
  private static final long ALIVE = -1;
  private static final long UNKNOWN = -2;
  private static final long FENCED = -3;

  /** The token that reads a checkpoint without a lease. */
  private static final long NO_TOKEN = 0;

  private final RedisLink link;
  private final Function<String, RunKeys> keys;

  public RunsAtKey(RedisLink link, Function<String, RunKeys> keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * The keys of one run.
   *
   * @param closedAgo the time since its driver gave up the lease; empty if the driver has it, or
   *     died with it
   */
  public record RunEntry(
      String name,
      long claimed,
      Duration leaseLeft,
      String driver,
      String released,
      Optional<String> checkpoint,
      Optional<Duration> closedAgo) {

    /**
     * Returns the run as users see it.
     *
     * @param left the number of messages that it has not released
     * @param isSettled whether nothing would be left to release if its driver has closed it
     */
    public QueueAdmin.Run run(long left, boolean isSettled) {
      return new QueueAdmin.Run(
          name, left, leaseLeft, checkpoint, closedAgo.filter(ago -> isSettled));
    }
  }

  public List<QueueAdmin.Run> runs() throws InterruptedException {
    return entries().stream()
        .map(entry -> entry.run(entry.claimed(), entry.claimed() == 0))
        .toList();
  }

  public List<RunEntry> entries() throws InterruptedException {
    byte[] key = keys.apply("").keys().get(2);
    Set<byte[]> names = link.ask(redis -> redis.smembers(key));
    List<RunEntry> runs = new ArrayList<>();
    for (String name : names.stream().map(RunsAtKey::text).sorted().toList()) {
      runs.add(entry(name));
    }
    return runs;
  }

  private RunEntry entry(String name) throws InterruptedException {
    List<?> found = (List<?>) run(LOOK, name, NO_TOKEN);
    return new RunEntry(
        name,
        (Long) found.get(0),
        Duration.ofMillis((Long) found.get(1)),
        text(found.get(2)),
        text(found.get(3)),
        Optional.of(text(found.get(4))).filter(folder -> !folder.isEmpty()),
        Optional.of((Long) found.get(5)).filter(ago -> ago >= 0).map(Duration::ofMillis));
  }

  /** Implements {@link QueueAdmin#checkpoint}. */
  public Optional<String> checkpoint(String name) throws InterruptedException {
    return entry(name).checkpoint();
  }

  /** Implements {@link QueueAdmin#dropRun(String)}. */
  public long drop(String name) throws InterruptedException {
    return drop(name, NO_TOKEN);
  }

  /** Implements {@link QueueAdmin#dropRun(String, long)}. */
  public long drop(String name, long token) throws InterruptedException {
    RunEntry entry = entry(name);
    long left;
    do {
      left = (Long) run(DROP, name, token, bytes(MOVED_AT_ONCE));
    } while (left > 0);
    if (left == FENCED) {
      throw new FencedException(keys.apply(name).server().address(), name);
    }
    if (left == ALIVE) {
      throw refused(name, "its driver is alive (" + entry.driver() + ")", "stop that one first");
    }
    if (left == UNKNOWN) {
      throw refused(name, "it is unknown", "name one that is shown here");
    }
    return entry.claimed();
  }

  private TransportException refused(String name, String what, String remedy) {
    return new TransportException(
        "cannot drop run "
            + name
            + " at "
            + keys.apply(name).server().address()
            + ": "
            + what
            + "; "
            + remedy);
  }

  private Object run(RedisScript script, String name, long token, byte[]... own)
      throws InterruptedException {
    RunKeys of = keys.apply(name);
    List<byte[]> arguments = of.arguments(token, own);
    return link.ask(redis -> script.run(redis, of.keys(), arguments));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
