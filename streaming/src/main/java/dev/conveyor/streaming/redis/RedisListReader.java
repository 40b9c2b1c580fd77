package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Unacknowledged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the head of a list into a list of its own beside it, so that nothing is popped into
 * thin air: what was handed over lies there until it is acknowledged.
 *
 * <p>A reader holds a lease that each call renews. When it runs out, whoever reads the same list
 * puts what the dead reader held back to the head, in its order; a reader that was merely slow
 * learns of it at its next call, and its messages come twice. Every step is a script that may be
 * repeated: taking says how many are held, acknowledging how many were acknowledged in all.
 */
final class RedisListReader implements MessageReader {
  private static final Logger LOG = LoggerFactory.getLogger(RedisListReader.class);
  private static final RedisScript REGISTER = RedisScript.named("register.lua");
  private static final RedisScript TAKE = RedisScript.named("take.lua");
  private static final RedisScript ACKNOWLEDGE = RedisScript.named("acknowledge.lua");
  private static final RedisScript GIVE_BACK = RedisScript.named("give-back.lua");

  private static final int MOST_MESSAGES = 5_000;
  private static final int MOST_BYTES = 8 << 20;
  private static final int KEPT_OF_DEAD = 1_024;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final RedisList list;
  private final int maxMessage;
  private final Duration lease;
  private final RedisLink link;
  private final Unacknowledged unacknowledged = new Unacknowledged();

  private byte[] name;
  private List<byte[]> keys;
  private long held;
  private long heldDead;
  private long acknowledged;
  private long forfeited;

  RedisListReader(RedisList list, ReaderOptions options) throws InterruptedException {
    this.list = list;
    this.maxMessage = options.maxMessage();
    this.lease = options.lease();
    this.link = new RedisLink(list.server(), list.key(), "list", "read from");
    register();
  }

  @Override
  public Address address() {
    return list.address();
  }

  @Override
  public boolean isConnected() {
    return link.isConnected();
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      List<Message> messages = take(Math.min(limit, MOST_MESSAGES), left);
      long leftNanos = deadline - System.nanoTime();
      if (!messages.isEmpty() || leftNanos <= 0) {
        return messages;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(pause, leftNanos));
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  private List<Message> take(int limit, Duration patience) throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            name,
            bytes(held),
            bytes(limit),
            bytes(MOST_BYTES),
            bytes(maxMessage + (long) Envelope.LENGTH),
            bytes(KEPT_OF_DEAD),
            bytes(lease.toMillis()),
            list.workPrefix());
    Optional<Object> answer = link.ask(redis -> TAKE.run(redis, keys, arguments), patience);
    if (answer.isEmpty()) {
      return List.of();
    }
    if (!(answer.get() instanceof List<?> bodies)) {
      forfeit();
      return List.of();
    }
    List<Message> messages = new ArrayList<>(bodies.size());
    for (Object body : bodies) {
      messages.add(message(body));
    }
    held += messages.size();
    unacknowledged.add(messages.size());
    return messages;
  }

  /** A body comes as its bytes; one over the limit as its length and its beginning. */
  private Message message(Object body) {
    if (body instanceof List<?> oversized) {
      heldDead++;
      return Message.beginning(
          list.key(), (byte[]) oversized.get(1), (Long) oversized.get(0), maxMessage);
    }
    Message message = Message.received(list.key(), (byte[]) body, maxMessage);
    heldDead += message.isDead() ? 1 : 0;
    return message;
  }

  @Override
  public void acknowledge(List<Message> messages) throws InterruptedException {
    long count = messages.size();
    unacknowledged.remove(count);
    long lost = Math.min(count, forfeited);
    forfeited -= lost;
    if (count > lost) {
      acknowledgeHeld(count - lost);
    }
  }

  private void acknowledgeHeld(long count) throws InterruptedException {
    List<byte[]> arguments =
        List.of(
            name,
            bytes(acknowledged + count),
            bytes(heldDead > 0 ? maxMessage : -1),
            bytes(lease.toMillis()));
    Object answer = link.ask(redis -> ACKNOWLEDGE.run(redis, keys, arguments));
    if (answer.equals(-1L)) {
      forfeit();
      forfeited -= count;
      return;
    }
    acknowledged += count;
    held -= count;
    if (held == 0) {
      heldDead = 0;
    }
  }

  /** The lease ran out and others have what this reader held: begins anew under another name. */
  private void forfeit() throws InterruptedException {
    if (held > 0) {
      LOG.warn("{}: the lease ran out; {} messages went back and come twice", address(), held);
    }
    forfeited += held;
    register();
  }

  private void register() throws InterruptedException {
    String reader = UUID.randomUUID().toString();
    name = bytes(reader);
    keys =
        List.of(
            list.keyBytes(),
            list.workKey(reader),
            list.leasesKey(),
            list.acknowledgedKey(),
            list.deadKey());
    held = 0;
    heldDead = 0;
    acknowledged = 0;
    link.ask(redis -> REGISTER.run(redis, keys, List.of(name, bytes(lease.toMillis()))));
  }

  @Override
  public void close() {
    try (link) {
      List<byte[]> arguments = List.of(name);
      while (link.isConnected()
          && link.ask(r -> GIVE_BACK.run(r, keys, arguments), Duration.ZERO)
              .filter(left -> !left.equals(0L))
              .isPresent()) {
        // A bounded part each time, so that Redis is never blocked for long.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TransportException e) {
      LOG.warn("{}; what was held goes back when the lease has run out", e.getMessage());
    }
  }
}
