package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes to a key, many messages a round trip. Each of these carries this writer's number of it,
 * and Redis keeps the last one beside the key: one whose answer was lost is repeated and yet
 * happens once.
 */
public final class IdempotentWriter implements MessageWriter {
  private static final int MOST_BYTES = 4 << 20;

  /** The time for which Redis keeps the number of a writer that is gone, in milliseconds. */
  public static final long REMEMBERED_MILLIS = 86_400_000;

  private final RedisServer server;
  private final String type;
  private final int mostMessages;
  private final RedisWrite redisWrite;
  private final RedisLink link;
  private final List<byte[]> keys;
  private long number;

  /** Writes bodies to the key. */
  @FunctionalInterface
  public interface RedisWrite {
    /**
     * Returns once they are there; waits while there is no room.
     *
     * @param keys the one to write to, and the one that holds the number of the last write
     */
    void write(RedisLink link, List<byte[]> keys, long number, List<byte[]> bodies)
        throws InterruptedException;
  }

  /**
   * @param type as Redis names it: {@code list}
   * @param mostMessages a round trip
   */
  public IdempotentWriter(
      RedisServer server, String key, String type, int mostMessages, RedisWrite redisWrite)
      throws InterruptedException {
    this.server = server;
    this.type = type;
    this.mostMessages = mostMessages;
    this.redisWrite = redisWrite;
    this.link = new RedisLink(server, key, type, "write to");
    this.keys = List.of(bytes(key), bytes(HashTag.of(key) + ":writer:" + UUID.randomUUID()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Address address() {
    return server.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    List<byte[]> bodies = new ArrayList<>();
    long size = 0;
    for (Outgoing message : messages) {
      if (message.topic() != null) {
        throw address().refused("a " + type + " has no topics", "name a channel");
      }
      if (!bodies.isEmpty()
          && (bodies.size() == mostMessages || size + message.body().length > MOST_BYTES)) {
        redisWrite.write(link, keys, ++number, bodies);
        bodies.clear();
        size = 0;
      }
      bodies.add(message.body());
      size += message.body().length;
    }
    if (!bodies.isEmpty()) {
      redisWrite.write(link, keys, ++number, bodies);
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
