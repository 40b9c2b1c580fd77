package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;

/**
 * Which Redis an address means, and how to get in.
 *
 * @param address as it was asked for; for messages
 * @param reconnect for how long a connection that is lost is waited for
 */
record RedisServer(Address address, HostAndPort hostAndPort, int database, Duration reconnect) {
  private static final int DEFAULT_PORT = 6379;
  private static final Duration DEFAULT_RECONNECT = Duration.ofMinutes(5);
  private static final Pattern DATABASE = Pattern.compile("/?|/([0-9]{1,4})");

  /**
   * @throws dev.conveyor.streaming.AddressException if the address names no server
   */
  static RedisServer of(Address address) {
    if (address.host().isEmpty() || address.host().equals("*")) {
      throw address.refused("it names no host", "write redis://HOST?list=KEY");
    }
    Matcher database = DATABASE.matcher(address.path());
    if (!database.matches()) {
      throw address.refused(
          "the database is \"" + address.path() + "\"",
          "write its number after the host, as in /0");
    }
    return new RedisServer(
        address,
        new HostAndPort(address.host(), address.port().orElse(DEFAULT_PORT)),
        database.group(1) == null ? 0 : Integer.parseInt(database.group(1)),
        address.duration("reconnect", DEFAULT_RECONNECT));
  }

  /** Asked on each connect, so that a password may change. */
  RedisCredentials credentials() {
    String password = address.password().orElse(System.getenv("CONVEYOR_REDIS_PASSWORD"));
    return new DefaultRedisCredentials(
        address.user().orElse(null), password == null ? null : password.toCharArray());
  }
}
