package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/**
 * Renews a lease while its process lives, however long a message is in hand: three times a lease,
 * in a daemon thread with a connection of its own, which begins with the first renewal and ends
 * with {@link #close}. A Redis that is away is asked again the next time, and nothing is said: the
 * reader does that. If it is away for longer than a lease, another one may be the first to come
 * back.
 */
public final class LeaseRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);
  private static final int A_LEASE = 3;

  private final RedisServer server;
  private final String type;
  private final Duration lease;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Jedis, Object> renewal;
  private volatile boolean missed;

  private LeaseRenewal(RedisServer server, String type, Duration lease) {
    this.server = server;
    this.type = type;
    this.lease = lease;
  }

  /** Starts the renewal for a reader of a key of that type. */
  public static LeaseRenewal start(
      RedisServer server, String type, Duration lease, Function<Jedis, Object> renewal) {
    LeaseRenewal heartbeat = new LeaseRenewal(server, type, lease);
    heartbeat.goOnWith(renewal);
    Thread thread = new Thread(heartbeat::run, "conveyor-heartbeat");
    thread.setDaemon(true);
    thread.start();
    return heartbeat;
  }

  /** Renews this lease from now on. Safe for threads. */
  public void goOnWith(Function<Jedis, Object> other) {
    renewal = other;
  }

  private void run() {
    long pause = Math.max(1, lease.toMillis() / A_LEASE);
    RedisLink link = null;
    try {
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        link = beat(link);
      }
    } catch (InterruptedException e) {
      LOG.warn("{}: interrupted; the lease is no longer renewed between reads", server.address());
    } finally {
      if (link != null) {
        link.close();
      }
    }
  }

  /** Renews the lease once, over this connection or, if it is null, over a new one. */
  private RedisLink beat(RedisLink link) {
    RedisLink open =
        link == null ? new RedisLink(server, type, "read from", ReplyLimits.small()) : link;
    try {
      // That a connection was cut shows only now; the next one may do.
      boolean first = renews(open);
      missed = !first && !renews(open);
    } catch (TransportException e) {
      LOG.debug("no connection for a heartbeat", e);
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: a lease could not be renewed; it is tried again", server.address(), e);
    }
    return open;
  }

  /** Returns whether the latest renewal had no answer. Safe for threads. */
  boolean isMissed() {
    return missed;
  }

  private boolean renews(RedisLink link) {
    return link.askQuietly(renewal).isPresent();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
