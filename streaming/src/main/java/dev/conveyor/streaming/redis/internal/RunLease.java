package dev.conveyor.streaming.redis.internal;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.system.Elapsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import redis.clients.jedis.Jedis;

/**
 * A driver's lease on its run: a lease by the clock of Redis, which a {@link LeaseRenewal} renews,
 * and a token that every step compares, so that a fenced driver changes nothing. A Redis that is
 * away for longer than the lease does no harm unless another driver takes the run over.
 *
 * <p>Steps belong to one thread; {@link #ensureHeld} is safe for threads.
 */
public final class RunLease implements AutoCloseable {
  private static final RedisScript OPEN = RedisScript.named("run.lua", "open-run.lua");
  private static final RedisScript RENEW = RedisScript.named("run.lua", "renew-run.lua");
  private static final RedisScript LEAVE = RedisScript.named("run.lua", "leave-run.lua");
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final int MARGIN = 10;
  private static final Long FENCED = -1L;

  private final RunKeys keys;
  private final BacklogOptions options;
  private final RedisLink link;
  private final byte[] opening = bytes(UUID.randomUUID().toString());
  private final ReentrantLock asking = new ReentrantLock();
  private LeaseRenewal heartbeat;
  private RedisLink asked;
  private volatile Elapsed renewed;
  private volatile boolean fenced;
  private boolean left;

  private RunLease(RunKeys keys, BacklogOptions options) throws InterruptedException {
    this.keys = keys;
    this.options = options;
    this.link = new RedisLink(keys.server(), keys.key(), keys.type(), "read from");
  }

  /**
   * Takes the run's lease, once that of another driver has run out.
   *
   * @throws FencedException if a driver with this token or a higher one was here
   * @throws TransportException if another driver renews its lease meanwhile, Redis does not answer,
   *     or what answers refuses
   */
  public static RunLease open(RunKeys keys, BacklogOptions options) throws InterruptedException {
    RunLease lease = new RunLease(keys, options);
    try {
      LegacyKeys.move(lease.link, keys.key(), Optional.of(options.run()));
      lease.take();
      lease.heartbeat =
          LeaseRenewal.start(keys.server(), keys.type(), options.lease(), lease::renew);
      return lease;
    } catch (InterruptedException | RuntimeException | Error e) {
      lease.link.close();
      throw e;
    }
  }

  private void take() throws InterruptedException {
    long seen = 0;
    while (true) {
      Elapsed begun = Elapsed.sinceNow();
      List<?> answer =
          (List<?>)
              run(OPEN, lease(), bytes(driver()), opening, bytes(options.checkpoint().orElse("")));
      if (answer.get(0).equals(1L)) {
        hold(begun);
        return;
      }
      if (answer.get(0).equals(0L)) {
        throw new FencedException(keys.server().address(), options.run(), (Long) answer.get(1));
      }
      long until = (Long) answer.get(2);
      if (seen > 0 && until != seen) {
        throw alive(new String((byte[]) answer.get(3), StandardCharsets.UTF_8));
      }
      seen = until;
      TimeUnit.MILLISECONDS.sleep(Math.min((Long) answer.get(1) + 1, LONGEST_PAUSE.toMillis()));
    }
  }

  private TransportException alive(String driver) {
    return link.failed(
        "run " + options.run() + " has another driver, which is alive (" + driver + ")",
        "stop that one, or write to another folder, which begins a run of its own",
        null);
  }

  private static String driver() {
    String host = System.getenv("HOSTNAME");
    return "process "
        + ProcessHandle.current().pid()
        + (host == null || host.isEmpty() ? "" : " on " + host);
  }

  private byte[] lease() {
    return bytes(options.lease().toMillis());
  }

  private void hold(Elapsed begun) {
    renewed = begun;
  }

  /** Returns whether the lease cannot have run out, also if this machine was suspended since. */
  private boolean isFresh() {
    Duration lease = options.lease();
    return !renewed.isOver(lease.minus(lease.dividedBy(MARGIN)));
  }

  private Object renew(Jedis redis) {
    asking.lock();
    try {
      if (left) {
        return false;
      }
      Elapsed begun = Elapsed.sinceNow();
      Object answer = RENEW.run(redis, keys.keys(), keys.arguments(options.token(), lease()));
      if (answer.equals(1L)) {
        hold(begun);
      } else {
        fenced = true;
      }
      return !fenced;
    } finally {
      asking.unlock();
    }
  }

  public RunKeys keys() {
    return keys;
  }

  /** The connection that steps are made on, for questions that change nothing. */
  public RedisLink link() {
    return link;
  }

  /** Makes a step that answers -1 if the driver is fenced. */
  public Object step(RedisScript script, byte[]... own) throws InterruptedException {
    Object answer = run(script, own);
    if (answer.equals(FENCED)) {
      fenced = true;
      throw fenced();
    }
    return answer;
  }

  private Object run(RedisScript script, byte[]... own) throws InterruptedException {
    List<byte[]> arguments = keys.arguments(options.token(), own);
    return link.ask(redis -> script.run(redis, keys.keys(), arguments));
  }

  /** Implements {@link dev.conveyor.streaming.Backlog#ensureHeld}. */
  public void ensureHeld() throws InterruptedException {
    if (!fenced && isFresh()) {
      return;
    }
    asking.lockInterruptibly();
    try {
      if (!fenced && !isFresh()) {
        if (asked == null) {
          asked = new RedisLink(keys.server(), keys.type(), "read from", ReplyLimits.small());
        }
        asked.ask(this::renew);
      }
    } finally {
      asking.unlock();
    }
    if (fenced) {
      throw fenced();
    }
  }

  private FencedException fenced() {
    return new FencedException(keys.server().address(), options.run());
  }

  /** Gives up the lease: a renewal in flight has no effect. */
  private void leave() {
    asking.lock();
    try {
      left = true;
    } finally {
      asking.unlock();
    }
  }

  @Override
  public void close() {
    heartbeat.close();
    leave();
    // A server that is away would be waited for once more, and the lease runs out by itself.
    if (!fenced && link.isConnected() && !heartbeat.isMissed()) {
      link.askQuietly(redis -> LEAVE.run(redis, keys.keys(), keys.arguments(options.token())));
    }
    link.close();
    asking.lock();
    try {
      if (asked != null) {
        asked.close();
      }
    } finally {
      asking.unlock();
    }
  }
}
