package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import redis.clients.jedis.Jedis;

/**
 * The session of a list reader under one name, from its registration until its lease runs out.
 *
 * <p>Every step is a script that may be repeated: taking says how many messages are held, settling
 * (acknowledging or rejecting) how many were settled in all. Belongs to one thread.
 */
final class RedisListSession {
  private static final RedisScript RENEW = RedisScript.named("list.lua", "renew.lua");
  private static final RedisScript REGISTER = RedisScript.named("list.lua", "register.lua");
  private static final RedisScript TAKE = RedisScript.named("list.lua", "take.lua");
  private static final RedisScript ACKNOWLEDGE = RedisScript.named("list.lua", "acknowledge.lua");
  private static final RedisScript REJECT = RedisScript.named("list.lua", "reject.lua");
  private static final RedisScript STAND_BY = RedisScript.named("list.lua", "stand-by.lua");
  private static final RedisScript RETURN = RedisScript.named("list.lua", "return.lua");

  /** The most messages that one step moves, so that Redis is never blocked for long. */
  static final int MOST_MESSAGES = 5_000;

  private static final int MOST_BYTES = 8 << 20;
  private static final int KEPT_OF_DEAD = 1_024;
  private static final int MOST_DONE = 1_000;
  private static final int KEPT_OF_DONE = 1_024;
  private static final int MOST_OF_REASON = 1_024;
  private static final Long EXPIRED = -1L;

  private final RedisList list;
  private final RedisLink link;
  private final ReaderOptions options;
  private final String name = UUID.randomUUID().toString();
  private final List<byte[]> keys;
  private final byte[] lease;
  private long held;
  private long settled;

  /** Registers a new name. */
  RedisListSession(RedisList list, RedisLink link, ReaderOptions options)
      throws InterruptedException {
    this.list = list;
    this.link = link;
    this.options = options;
    this.keys = list.keys();
    this.lease = bytes(options.lease().toMillis());
    List<byte[]> arguments = list.arguments(name, lease, bytes(options.attempts()));
    link.ask(redis -> REGISTER.run(redis, keys, arguments));
  }

  /** Renews the lease, from any thread; one that has run out and was noticed it does not. */
  Function<Jedis, Object> renewal() {
    List<byte[]> arguments = list.arguments(name, lease);
    return redis -> RENEW.run(redis, keys, arguments);
  }

  /** Returns the number of messages that were taken and not yet settled. */
  long unsettled() {
    return held;
  }

  /**
   * Takes from the head: how many wait behind it and the bodies; nothing if Redis was away for all
   * that patience.
   */
  Optional<Taken> take(int limit, Duration patience)
      throws InterruptedException, LeaseExpiredException {
    List<byte[]> arguments =
        list.arguments(
            name,
            lease,
            bytes(held),
            bytes(Math.min(limit, MOST_MESSAGES)),
            bytes(MOST_BYTES),
            bytes(options.maxMessage() + (long) Envelope.LENGTH),
            bytes(KEPT_OF_DEAD));
    Optional<Object> answer = link.ask(redis -> TAKE.run(redis, keys, arguments), patience);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    List<?> reply = (List<?>) unexpired(answer.get());
    held += reply.size() - 1;
    return Optional.of(new Taken((Long) reply.get(0), reply.subList(1, reply.size())));
  }

  /** Forgets the oldest ones that are held; those of them that are dead go to the dead. */
  void acknowledge(List<Message> messages) throws InterruptedException, LeaseExpiredException {
    for (int from = 0; from < messages.size(); from += MOST_MESSAGES) {
      int to = Math.min(from + MOST_MESSAGES, messages.size());
      acknowledgeSome(messages.subList(from, to));
    }
  }

  private void acknowledgeSome(List<Message> messages)
      throws InterruptedException, LeaseExpiredException {
    List<byte[]> arguments =
        list.arguments(
            name,
            lease,
            bytes(settled + messages.size()),
            bytes(options.attempts()),
            bytes(MOST_DONE),
            bytes(KEPT_OF_DONE));
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).isDead()) {
        arguments.add(bytes(settled + i + 1));
        arguments.add(reason(messages.get(i).deathReason()));
      }
    }
    settle(ACKNOWLEDGE, arguments, messages.size());
  }

  /** Gives up the oldest one that is held, after a failed attempt. */
  void reject(String reason) throws InterruptedException, LeaseExpiredException {
    List<byte[]> arguments =
        list.arguments(name, lease, bytes(settled + 1), bytes(options.attempts()), reason(reason));
    settle(REJECT, arguments, 1);
  }

  /** Marks the session as idle: if its lease expires now, no failed attempt is counted. */
  void standBy() throws InterruptedException {
    List<byte[]> arguments = list.arguments(name);
    link.ask(redis -> STAND_BY.run(redis, keys, arguments));
  }

  private void settle(RedisScript step, List<byte[]> arguments, int count)
      throws InterruptedException, LeaseExpiredException {
    unexpired(link.ask(redis -> step.run(redis, keys, arguments)));
    settled += count;
    held -= count;
  }

  private static Object unexpired(Object answer) throws LeaseExpiredException {
    if (answer.equals(EXPIRED)) {
      throw new LeaseExpiredException();
    }
    return answer;
  }

  private static byte[] reason(String text) {
    return bytes(text.substring(0, Math.min(text.length(), MOST_OF_REASON)));
  }

  /** Returns all unacknowledged elements and ends the lease, unless Redis is down. */
  void returnAll() throws InterruptedException {
    List<byte[]> arguments = list.arguments(name);
    Optional<Object> left = Optional.of(held);
    while (link.isConnected() && left.isPresent()) {
      left = link.ask(redis -> RETURN.run(redis, keys, arguments), Duration.ZERO);
      if (left.isPresent() && left.get().equals(0L)) {
        return;
      }
    }
  }

  /**
   * The elements that a step took.
   *
   * @param waiting how many wait behind it
   * @param bodies each as its bytes; one over the limit as its length and its beginning
   */
  record Taken(long waiting, List<?> bodies) {}

  /** The lease ran out and others have what was held: this session is over. */
  static final class LeaseExpiredException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
