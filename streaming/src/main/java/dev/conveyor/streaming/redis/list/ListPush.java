package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.IdempotentWriter;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import java.util.ArrayList;
import java.util.List;

/** Pushes to the tail of a list; where that is bounded, all or none, and waits for room. */
final class ListPush implements IdempotentWriter.RedisWrite {
  private static final RedisScript PUSH = RedisScript.named("push.lua");
  private static final int MOST_MESSAGES = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final RedisList list;

  private ListPush(RedisList list) {
    this.list = list;
  }

  static IdempotentWriter writer(RedisList list) throws InterruptedException {
    int mostMessages =
        list.capacity() == 0 ? MOST_MESSAGES : (int) Math.min(MOST_MESSAGES, list.capacity());
    return new IdempotentWriter(
        list.server(), list.key(), "list", mostMessages, new ListPush(list));
  }

  @Override
  public void write(RedisLink link, List<byte[]> keys, long number, List<byte[]> bodies)
      throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>(bodies.size() + 3);
    arguments.add(bytes(number));
    arguments.add(bytes(list.capacity()));
    arguments.add(bytes(IdempotentWriter.REMEMBERED_MILLIS));
    arguments.addAll(bodies);
    long pause = FIRST_PAUSE_MILLIS;
    while (link.ask(redis -> PUSH.run(redis, keys, arguments)).equals(0L)) {
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }
}
