package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Pushes to the tail of a list, many messages a round trip.
 *
 * <p>Each push carries this writer's number of it, and Redis keeps the last one: a push whose
 * answer was lost is repeated and yet happens once.
 */
final class RedisListWriter implements MessageWriter {
  private static final RedisScript PUSH = RedisScript.named("push.lua");
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final long REMEMBERED_MILLIS = 86_400_000;
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final RedisList list;
  private final RedisLink link;
  private final List<byte[]> keys;
  private final int mostMessages;
  private long pushes;

  RedisListWriter(RedisList list) {
    this.list = list;
    this.link = new RedisLink(list.server(), list.key(), "list", "write to");
    this.keys = List.of(list.keyBytes(), list.writerKey(UUID.randomUUID().toString()));
    this.mostMessages =
        list.capacity() == 0 ? MOST_MESSAGES : (int) Math.min(MOST_MESSAGES, list.capacity());
  }

  @Override
  public Address address() {
    return list.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    List<byte[]> bodies = new ArrayList<>();
    long size = 0;
    for (Outgoing message : messages) {
      if (message.topic() != null) {
        throw new TransportException(
            "cannot write to " + list.address() + ": a list has no topics; name a channel");
      }
      if (!bodies.isEmpty()
          && (bodies.size() == mostMessages || size + message.body().length > MOST_BYTES)) {
        push(bodies);
        bodies.clear();
        size = 0;
      }
      bodies.add(message.body());
      size += message.body().length;
    }
    if (!bodies.isEmpty()) {
      push(bodies);
    }
  }

  private void push(List<byte[]> bodies) throws InterruptedException {
    List<byte[]> arguments = new ArrayList<>(bodies.size() + 3);
    arguments.add(bytes(++pushes));
    arguments.add(bytes(list.capacity()));
    arguments.add(bytes(REMEMBERED_MILLIS));
    arguments.addAll(bodies);
    long pause = FIRST_PAUSE_MILLIS;
    while (link.ask(redis -> PUSH.run(redis, keys, arguments)).equals(0L)) {
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  @Override
  public void close() {
    try (link) {
      if (link.isConnected()) {
        link.ask(redis -> redis.del(keys.get(1)), Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
