package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.redis.internal.LegacyKeys;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RunsAtKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Inspects a list and the keys beside it, and repairs it in bounded steps that may be repeated: a
 * connection lost in between neither loses nor doubles a message, nor counts one twice.
 *
 * <p>What runs have claimed is found by {@code SCAN}, whose time grows with the number of all keys
 * of the database.
 */
final class RedisListAdmin implements QueueAdmin {
  private static final RedisScript COUNTS = RedisScript.named("list.lua", "counts.lua");
  private static final RedisScript HOLDERS = RedisScript.named("list.lua", "holders.lua");
  private static final RedisScript DEAD = RedisScript.named("list.lua", "opened.lua", "dead.lua");
  private static final RedisScript REQUEUE =
      RedisScript.named("list.lua", "opened.lua", "requeue.lua");
  private static final RedisScript RETURN_EXPIRED =
      RedisScript.named("list.lua", "return-expired.lua");

  private static final RedisScript PEEK = RedisScript.named("peek-list.lua");

  private static final int DEAD_AT_ONCE = 100;
  private static final int KEPT_OF_DEAD = 1_024;
  private static final int MOVED_AT_ONCE = 1_000;
  private static final int MOST_BYTES = 8 << 20;
  private static final int PEEKED_AT_ONCE = 50;
  private static final int KEYS_A_SCAN = 1_000;
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final RedisList list;
  private final RedisLink link;
  private final RunsAtKey runs;

  RedisListAdmin(RedisList list) throws InterruptedException {
    this.list = list;
    this.link = new RedisLink(list.server(), list.key(), "list", "inspect");
    try {
      LegacyKeys.move(link, list.key(), Optional.empty());
    } catch (InterruptedException | RuntimeException | Error e) {
      link.close();
      throw e;
    }
    this.runs = new RunsAtKey(link, run -> list.runKeys(run));
  }

  @Override
  public boolean exists() throws InterruptedException {
    List<byte[]> keys = new ArrayList<>(list.keys());
    keys.add(list.runKeys("").keys().get(2));
    return link.ask(redis -> redis.exists(keys.toArray(byte[][]::new))) > 0;
  }

  @Override
  public List<Waiting> peek(int most, int kept) throws InterruptedException {
    List<Waiting> waiting = new ArrayList<>();
    while (waiting.size() < most) {
      List<byte[]> arguments =
          List.of(
              bytes(waiting.size()),
              bytes(Math.min(PEEKED_AT_ONCE, most - waiting.size())),
              bytes(kept + Envelope.LENGTH),
              bytes(MOST_BYTES));
      List<?> found =
          (List<?>) link.ask(redis -> PEEK.run(redis, List.of(list.keyBytes()), arguments));
      if (found.isEmpty()) {
        break;
      }
      found.forEach(one -> waiting.add(waiting((List<?>) one, kept)));
    }
    return waiting;
  }

  private static Waiting waiting(List<?> found, int kept) {
    byte[] beginning = (byte[]) found.get(1);
    int from = Envelope.of(beginning).isPresent() ? Envelope.LENGTH : 0;
    int end = Math.min(beginning.length, from + kept);
    return new Waiting("", (Long) found.get(0) - from, Arrays.copyOfRange(beginning, from, end));
  }

  @Override
  public Counts counts() throws InterruptedException {
    List<?> counts = (List<?>) run(COUNTS, "");
    List<Run> runs = runs();
    long claimed = runs.stream().mapToLong(Run::claimed).sum();
    List<String> known = runs.stream().map(run -> list.runKeys(run.name()).claims()).toList();
    return new Counts(
        (Long) counts.get(0),
        (Long) counts.get(1),
        claimed + link.ask(redis -> claimedByOthers(redis, known)),
        (Long) counts.get(2),
        (Long) counts.get(3));
  }

  /** Returns the elements of claims without a known run, as after a loss of Redis. */
  private long claimedByOthers(Jedis redis, List<String> known) {
    ScanParams claims = new ScanParams().match(list.claims()).count(KEYS_A_SCAN);
    // A scan may name a key twice.
    Set<String> keys = new HashSet<>();
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> some = redis.scan(cursor, claims, bytes("list"));
      some.getResult().forEach(key -> keys.add(new String(key, StandardCharsets.UTF_8)));
      cursor = some.getCursorAsBytes();
    } while (!new String(cursor, StandardCharsets.UTF_8).equals(ScanParams.SCAN_POINTER_START));
    return keys.stream()
        .filter(key -> known.stream().noneMatch(prefix -> isOf(key, prefix)))
        .mapToLong(redis::llen)
        .sum();
  }

  private static boolean isOf(String key, String prefix) {
    return key.startsWith(prefix) && key.substring(prefix.length()).matches("[0-9]+");
  }

  @Override
  public List<Holder> holders() throws InterruptedException {
    List<Holder> holders = new ArrayList<>();
    for (Object found : (List<?>) run(HOLDERS, "")) {
      List<?> holder = (List<?>) found;
      holders.add(
          new Holder(
              text(holder.get(0)), (Long) holder.get(1), Duration.ofMillis((Long) holder.get(2))));
    }
    return holders;
  }

  @Override
  public List<Run> runs() throws InterruptedException {
    return runs.runs();
  }

  @Override
  public Optional<String> checkpoint(String run) throws InterruptedException {
    return runs.checkpoint(run);
  }

  @Override
  public long dropRun(String run) throws InterruptedException {
    return runs.drop(run);
  }

  @Override
  public long dropRun(String run, long token) throws InterruptedException {
    return runs.drop(run, token);
  }

  /** {@inheritDoc} Each body is cut at 1 KiB; what another client put there has no known reason. */
  @Override
  public List<Dead> dead(int most) throws InterruptedException {
    List<Dead> dead = new ArrayList<>();
    while (dead.size() < most) {
      int now = Math.min(DEAD_AT_ONCE, most - dead.size());
      List<?> found = (List<?>) run(DEAD, "", bytes(dead.size()), bytes(now), bytes(KEPT_OF_DEAD));
      found.forEach(one -> dead.add(dead((List<?>) one)));
      if (found.size() < now) {
        break;
      }
    }
    return dead;
  }

  private static Dead dead(List<?> found) {
    String reason = found.get(0) == null ? "unknown" : text(found.get(0));
    return new Dead(reason, Math.toIntExact((Long) found.get(1)), (byte[]) found.get(2));
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(new RedisDeadLetters(list, link));
  }

  /** {@inheritDoc} Those that die meanwhile stay. */
  @Override
  public long requeueDead() throws InterruptedException {
    String action = UUID.randomUUID().toString();
    long wanted = (Long) ((List<?>) run(COUNTS, "")).get(3);
    long moved = 0;
    long before = -1;
    while (moved > before && moved < wanted) {
      before = moved;
      moved =
          (Long)
              run(
                  REQUEUE,
                  action,
                  bytes(moved),
                  bytes(wanted),
                  bytes(MOVED_AT_ONCE),
                  bytes(MOST_BYTES),
                  bytes(REMEMBERED.toMillis()));
    }
    forget(action);
    return moved;
  }

  /** {@inheritDoc} Among them are those whose attempts are used up with that: they are dead. */
  @Override
  public long returnExpired() throws InterruptedException {
    String action = UUID.randomUUID().toString();
    List<?> step = List.of(0L, 1L);
    while ((Long) step.get(1) > 0) {
      step =
          (List<?>)
              run(RETURN_EXPIRED, action, bytes((Long) step.get(0)), bytes(REMEMBERED.toMillis()));
    }
    forget(action);
    return (Long) step.get(0);
  }

  private void forget(String action) throws InterruptedException {
    link.ask(redis -> redis.del(list.movedKey(action)));
  }

  private Object run(RedisScript step, String name, byte[]... own) throws InterruptedException {
    List<byte[]> arguments = list.arguments(name, own);
    return link.ask(redis -> step.run(redis, list.keys(), arguments));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    link.close();
  }
}
