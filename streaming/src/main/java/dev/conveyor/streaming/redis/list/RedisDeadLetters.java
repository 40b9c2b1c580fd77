package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.DeadLetters;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The dead letters of a list, in pages of bounded size. A step removes those that it finds again
 * where they were seen. If another process has removed earlier ones meanwhile, the walk begins
 * anew.
 */
final class RedisDeadLetters implements DeadLetters {
  private static final RedisScript READ =
      RedisScript.named("list.lua", "opened.lua", "looked-up.lua", "dead-letters.lua");
  private static final RedisScript REMOVE =
      RedisScript.named("list.lua", "opened.lua", "looked-up.lua", "remove-dead.lua");
  private static final int MOST = 500;
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_BYTES_KEPT = 4 << 20;
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final byte[] DELETES = bytes(0);
  private static final byte[] MOVES = bytes(1);

  private final RedisList list;
  private final RedisLink link;

  RedisDeadLetters(RedisList list, RedisLink link) {
    this.list = list;
    this.link = link;
  }

  private record Found(String identity, Letter letter) {}

  @Override
  public void visit(int kept, Predicate<Letter> visitor) throws InterruptedException {
    long end = count();
    long at = 0;
    List<Found> page = List.of();
    do {
      at += page.size();
      page = read(at, end, kept, Math.max(1, Math.min(MOST, MOST_BYTES_KEPT / (kept + 1))));
      for (Found found : page) {
        if (!visitor.test(found.letter())) {
          return;
        }
      }
    } while (!page.isEmpty());
  }

  @Override
  public long requeue(Predicate<Letter> which) throws InterruptedException {
    return remove(which, MOVES);
  }

  @Override
  public long delete(Predicate<Letter> which) throws InterruptedException {
    return remove(which, DELETES);
  }

  private long remove(Predicate<Letter> which, byte[] how) throws InterruptedException {
    String action = UUID.randomUUID().toString();
    long removed = 0;
    long end = count();
    long at = 0;
    String before = "";
    while (at < end) {
      if (at > 0 && !isAt(at - 1, before)) {
        at = 0;
      }
      List<Found> page = read(at, end, 0, MOST);
      if (page.isEmpty()) {
        break;
      }
      Map<Boolean, List<Found>> parts =
          page.stream().collect(Collectors.partitioningBy(one -> which.test(one.letter())));
      List<Found> chosen = parts.get(true);
      List<Found> stay = parts.get(false);
      long now = chosen.isEmpty() ? removed : step(action, how, removed, at, page.size(), chosen);
      boolean isWhole = now - removed == chosen.size();
      end -= now - removed;
      removed = now;
      at = isWhole ? at + stay.size() : 0;
      before = stay.isEmpty() ? before : stay.get(stay.size() - 1).identity();
    }
    link.ask(redis -> redis.del(list.movedKey(action)));
    return removed;
  }

  /** Returns whether the last letter that stayed is where it was: otherwise others were removed. */
  private boolean isAt(long index, String identity) throws InterruptedException {
    List<Found> found = read(index, index + 1, 0, 1);
    return !found.isEmpty() && found.get(0).identity().equals(identity);
  }

  private long step(
      String action, byte[] how, long removed, long from, int length, List<Found> chosen)
      throws InterruptedException {
    List<byte[]> own = new ArrayList<>();
    own.add(bytes(removed));
    own.add(bytes(REMEMBERED.toMillis()));
    own.add(how);
    own.add(bytes(from));
    own.add(bytes(length));
    chosen.forEach(one -> own.add(bytes(one.identity())));
    return (Long) run(REMOVE, action, own.toArray(byte[][]::new));
  }

  private long count() throws InterruptedException {
    return link.ask(redis -> redis.llen(list.keys().get(RedisList.DEAD)));
  }

  private List<Found> read(long from, long end, int kept, int most) throws InterruptedException {
    byte[] count = bytes(Math.min(end - from, most));
    List<?> answer = (List<?>) run(READ, "", bytes(from), count, bytes(kept), bytes(MOST_BYTES));
    return answer.stream().map(one -> found((List<?>) one)).toList();
  }

  private static Found found(List<?> one) {
    long died = (Long) one.get(3);
    return new Found(
        text(one.get(0)),
        new Letter(
            one.get(1) == null ? "unknown" : text(one.get(1)),
            Math.toIntExact((Long) one.get(2)),
            died < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(died)),
            (Long) one.get(4),
            (byte[]) one.get(5)));
  }

  private Object run(RedisScript step, String name, byte[]... own) throws InterruptedException {
    List<byte[]> arguments = list.arguments(name, own);
    return link.ask(redis -> step.run(redis, list.keys(), arguments));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
