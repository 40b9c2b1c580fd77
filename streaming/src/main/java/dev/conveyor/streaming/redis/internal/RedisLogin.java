package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.credentials.CredentialSource;
import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Makes the connections of one link and logs in, each time with credentials that are asked for
 * then: those that the server has just refused may have been changed meanwhile.
 */
final class RedisLogin {
  private final RedisServer server;
  private final RedisSockets sockets;
  private final Duration connectTimeout;
  private final Duration answerTimeout;

  RedisLogin(
      RedisServer server, RedisSockets sockets, Duration connectTimeout, Duration answerTimeout) {
    this.server = server;
    this.sockets = sockets;
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
  }

  /**
   * @throws NoCredentialsException if there are none, or they come from a source and the server
   *     refuses them
   * @throws redis.clients.jedis.exceptions.JedisException if there is no server, or it refuses us
   */
  Jedis connect() {
    Credentials asked = credentials();
    try {
      return connect(asked);
    } catch (JedisDataException e) {
      if (server.source().isEmpty() || !NonRetryableError.isOfLogin(e)) {
        throw e;
      }
      return connectAnew(server.source().get(), asked, e);
    }
  }

  private Jedis connectAnew(CredentialSource source, Credentials refused, JedisDataException e) {
    boolean changes = source.renew(server.address(), refused);
    Credentials asked = credentials();
    if (changes && !asked.equals(refused)) {
      try {
        return connect(asked);
      } catch (JedisDataException again) {
        if (!NonRetryableError.isOfLogin(again)) {
          throw again;
        }
        source.renew(server.address(), asked);
      }
    }
    throw new NoCredentialsException(
        new CredentialsException(
            changes ? Trouble.PASSING : Trouble.LASTING,
            "Redis refuses the user, or the password that &" + source.parameter() + " brings",
            "see that what it names opens this Redis, and to which user",
            e));
  }

  private Credentials credentials() {
    try {
      return server.credentials();
    } catch (CredentialsException e) {
      throw new NoCredentialsException(e);
    }
  }

  private Jedis connect(Credentials credentials) {
    RedisCredentials given =
        new DefaultRedisCredentials(
            credentials.user().orElse(null),
            credentials.password().map(String::toCharArray).orElse(null));
    JedisClientConfig configuration =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) connectTimeout.toMillis())
            .socketTimeoutMillis((int) answerTimeout.toMillis())
            .blockingSocketTimeoutMillis((int) answerTimeout.toMillis())
            .autoNegotiateProtocol(false)
            .credentialsProvider(() -> given)
            .database(server.database())
            .build();
    GuardedSocket before = sockets.latest();
    try {
      return new Jedis(sockets, configuration);
    } catch (JedisConnectionException e) {
      boolean hungUp =
          sockets.latest() != before
              && Outage.causes(e).noneMatch(SocketTimeoutException.class::isInstance)
              && ReplyException.in(e).isEmpty();
      Optional<String> full = hungUp ? MaxClients.said(server) : Optional.empty();
      throw full.isPresent() ? new JedisDataException(full.get(), e) : e;
    }
  }
}
