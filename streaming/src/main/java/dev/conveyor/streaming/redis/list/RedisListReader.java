package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.internal.LeaseRenewal;
import dev.conveyor.streaming.redis.internal.LegacyKeys;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.list.RedisListSession.LeaseExpiredException;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the head of a list into a list of its own beside it, so that nothing is popped into
 * thin air: what was handed over lies there until it is acknowledged.
 *
 * <p>A reader holds a lease that a {@link LeaseRenewal} renews while its process lives. When it
 * runs out, another reader of the same list returns the dead reader's messages to the head, in its
 * order, and counts an attempt against the one that it had in hand; a reader that was merely frozen
 * learns of it at its next call, and its messages come twice.
 */
final class RedisListReader implements MessageReader {
  private static final Logger LOG = LoggerFactory.getLogger(RedisListReader.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final RedisList list;
  private final ReaderOptions options;
  private final RedisLink link;
  private final LeaseRenewal heartbeat;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  private RedisListSession session;
  private long forfeited;
  private OptionalLong waiting = OptionalLong.empty();
  private boolean standingBy;

  RedisListReader(RedisList list, ReaderOptions options) throws InterruptedException {
    this.list = list;
    this.options = options;
    ReplyLimits limits = ReplyLimits.refusing(options.maxMessage());
    this.link = new RedisLink(list.server(), list.key(), "list", "read from", limits);
    this.session = registered();
    this.heartbeat = LeaseRenewal.start(list.server(), "list", options.lease(), session.renewal());
  }

  private RedisListSession registered() throws InterruptedException {
    try {
      LegacyKeys.move(link, list.key(), Optional.empty());
      return new RedisListSession(list, link, options);
    } catch (InterruptedException | TransportException e) {
      link.close();
      throw e;
    }
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
  public boolean isServerAway() {
    return link.isMissed();
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    link.resetAway();
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      // A server that is silent takes the patience, so that nothing here waits interruptibly.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      List<Message> messages = take(limit, left);
      long leftNanos = deadline - System.nanoTime();
      if (!messages.isEmpty() || leftNanos <= 0) {
        return messages;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(pause, leftNanos));
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  private List<Message> take(int limit, Duration patience) throws InterruptedException {
    waiting = OptionalLong.empty();
    Optional<RedisListSession.Taken> taken;
    try {
      taken = session.take(limit, patience);
    } catch (LeaseExpiredException e) {
      forfeit();
      return List.of();
    }
    if (taken.isEmpty()) {
      return List.of();
    }
    waiting = OptionalLong.of(taken.get().waiting());
    List<Message> messages = new ArrayList<>(taken.get().bodies().size());
    for (Object body : taken.get().bodies()) {
      messages.add(message(body));
    }
    unacknowledged.add(messages.size());
    return messages;
  }

  private Message message(Object body) {
    return body instanceof List<?> oversized
        ? Message.beginning(
            list.key(), (byte[]) oversized.get(1), (Long) oversized.get(0), options.maxMessage())
        : Message.received(list.key(), (byte[]) body, options.maxMessage());
  }

  @Override
  public OptionalLong waiting() {
    return waiting;
  }

  /** {@inheritDoc} Those that are dead, as they are passed here, go to {@code :dead} whole. */
  @Override
  public List<Message> acknowledge(List<Message> messages) throws InterruptedException {
    List<Message> ours = messages.subList(letGo(messages.size()), messages.size());
    long before = session.unsettled();
    try {
      session.acknowledge(ours);
      return ours;
    } catch (LeaseExpiredException e) {
      // What came back of these is no longer this reader's to acknowledge.
      int acknowledged = Math.toIntExact(before - session.unsettled());
      forfeited -= ours.size() - acknowledged;
      forfeit();
      return ours.subList(0, acknowledged);
    }
  }

  /** {@inheritDoc} It goes to the head, and at the latest attempt to {@code :dead}. */
  @Override
  public boolean reject(Message message, String reason) throws InterruptedException {
    if (letGo(1) == 0) {
      try {
        session.reject(reason);
      } catch (LeaseExpiredException e) {
        forfeited--;
        forfeit();
      }
    }
    return true;
  }

  @Override
  public void standBy() throws InterruptedException {
    if (!standingBy) {
      session.standBy();
      standingBy = true;
    }
  }

  /** Settles messages; returns how many were returned before, when a lease expired. */
  private int letGo(int count) {
    unacknowledged.remove(count);
    int lost = (int) Math.min(count, forfeited);
    forfeited -= lost;
    return lost;
  }

  /** The lease ran out and others have what this reader held: begins anew under another name. */
  private void forfeit() throws InterruptedException {
    if (session.unsettled() > 0) {
      LOG.warn(
          "{}: the lease ran out; {} messages went back and come twice",
          address(),
          session.unsettled());
    }
    forfeited += session.unsettled();
    session = new RedisListSession(list, link, options);
    heartbeat.goOnWith(session.renewal());
  }

  @Override
  public void close() {
    heartbeat.close();
    try (link) {
      session.returnAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TransportException e) {
      LOG.warn("{}; what was held goes back when the lease has run out", e.getMessage());
    }
  }
}
