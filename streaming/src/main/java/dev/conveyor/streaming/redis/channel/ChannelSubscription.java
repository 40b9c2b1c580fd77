package dev.conveyor.streaming.redis.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.redis.internal.GuardedSocket;
import dev.conveyor.streaming.redis.internal.ReplyException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A subscription that moves from a lost connection to the next one. A server that is silent is
 * asked whether it is still there.
 */
final class ChannelSubscription {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelSubscription.class);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration SILENT = Duration.ofSeconds(5);
  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII);

  private final RedisChannel channel;
  private GuardedSocket socket;

  /** The time of the last sign of life, by {@link System#nanoTime}. */
  private long heardAt;

  private long pingedAt;
  private boolean pinged;

  ChannelSubscription(RedisChannel channel) {
    this.channel = channel;
  }

  /** Subscribes on this connection, unless it has. */
  ChannelSubscription on(Jedis redis, GuardedSocket connection) {
    if (connection != socket) {
      redis
          .getConnection()
          .sendCommand(
              channel.isMany() ? Protocol.Command.PSUBSCRIBE : Protocol.Command.SUBSCRIBE,
              channel.subscription().getBytes(UTF_8));
      redis.getConnection().getOne();
      if (socket != null) {
        LOG.warn(
            "{}: the connection was lost; subscribed again, what was published meanwhile is lost."
                + " If Redis ended it because this reader is slow, read faster or raise its"
                + " client-output-buffer-limit pubsub",
            channel.address());
      }
      socket = connection;
      hear();
    }
    return this;
  }

  private void hear() {
    heardAt = System.nanoTime();
    pinged = false;
  }

  /** Returns whether the next push has begun, at most so much later. */
  boolean await(Duration patience) {
    try {
      int answerTimeout = socket.getSoTimeout();
      socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
      try {
        socket.guard().awaitReply();
      } finally {
        socket.setSoTimeout(answerTimeout);
      }
      hear();
      return true;
    } catch (SocketTimeoutException e) {
      feelPulse();
      return false;
    } catch (IOException e) {
      throw new JedisConnectionException("the subscription ended", e);
    }
  }

  /** Returns whether the next push has begun already. */
  boolean hasMore() {
    try {
      return socket.guard().hasMore();
    } catch (IOException e) {
      throw new JedisConnectionException("the subscription ended", e);
    }
  }

  /** The next push, whose rest is waited for. */
  List<?> next(Jedis redis) {
    Object push = redis.getConnection().getUnflushedObject();
    if (push instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof byte[]) {
      return parts;
    }
    throw new JedisConnectionException(
        "no push", new ReplyException("it answers what no subscription brings"));
  }

  private void feelPulse() {
    long now = System.nanoTime();
    if (!pinged && now - heardAt > QUIET.toNanos()) {
      ping();
      pinged = true;
      pingedAt = now;
    } else if (pinged && now - pingedAt > SILENT.toNanos()) {
      throw new JedisConnectionException("no answer to a PING");
    }
  }

  private void ping() {
    try {
      socket.getOutputStream().write(PING);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new JedisConnectionException("no way to send a PING", e);
    }
  }
}
