package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.RedisList.bytes;

import dev.conveyor.streaming.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a reader's lease while its process lives, however long a message is in hand: three times a
 * lease, in a daemon thread with a connection of its own, which begins with the first renewal and
 * ends with {@link #close}. A lease that has run out and was noticed is not renewed. A Redis that
 * is away is asked again the next time, and nothing is said: the reader does that. If it is away
 * for longer than a lease, another reader may be the first to come back, and what was held comes
 * twice.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final RedisScript RENEW = RedisScript.named("list.lua", "renew.lua");
  private static final int A_LEASE = 3;

  private final RedisList list;
  private final Duration lease;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile List<byte[]> arguments;

  private Heartbeat(RedisList list, Duration lease) {
    this.list = list;
    this.lease = lease;
  }

  static Heartbeat start(RedisList list, Duration lease, String reader) {
    Heartbeat heartbeat = new Heartbeat(list, lease);
    heartbeat.goOnAs(reader);
    Thread thread = new Thread(heartbeat::run, "conveyor-heartbeat");
    thread.setDaemon(true);
    thread.start();
    return heartbeat;
  }

  /** From now on it is this reader's lease. From any thread. */
  void goOnAs(String reader) {
    arguments = list.arguments(reader, bytes(lease.toMillis()));
  }

  private void run() {
    long pause = Math.max(1, lease.toMillis() / A_LEASE);
    RedisLink link = null;
    try {
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        link = beat(link);
      }
    } catch (InterruptedException e) {
      LOG.warn("{}: interrupted; the lease is no longer renewed between reads", list.address());
    } finally {
      if (link != null) {
        link.close();
      }
    }
  }

  /** Renews the lease once, over this connection or, if it is null, over a new one. */
  private RedisLink beat(RedisLink link) {
    try {
      RedisLink open =
          link == null ? new RedisLink(list.server(), list.key(), "list", "read from") : link;
      if (!renews(open)) {
        // That a connection was cut shows only now; the next one may do.
        renews(open);
      }
      return open;
    } catch (TransportException e) {
      LOG.debug("no connection for a heartbeat", e);
      return null;
    }
  }

  private boolean renews(RedisLink link) {
    return link.askQuietly(redis -> RENEW.run(redis, list.keys(), arguments)).isPresent();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
