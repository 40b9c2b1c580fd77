package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param encrypted whether it is reached by TLS
 * @param ca the file with the certificates to trust; empty for those that the JVM trusts
 */
record RedisServer(
    Address address,
    HostAndPort hostAndPort,
    int database,
    Duration reconnect,
    boolean encrypted,
    Optional<String> ca) {
  private static final int DEFAULT_PORT = 6379;
  private static final Duration DEFAULT_RECONNECT = Duration.ofMinutes(5);

  /** What an address can name, by the parameter that names it. */
  static final List<String> KINDS = List.of("list", "stream", "channel", "pattern");

  private static final Pattern DATABASE = Pattern.compile("/?|/([0-9]{1,4})");

  /**
   * @throws dev.conveyor.streaming.AddressException if the address names no server
   */
  static RedisServer of(Address address) {
    if (address.host().isEmpty() || address.host().equals("*")) {
      throw address.refused("it names no host", "write " + example(address));
    }
    boolean encrypted = address.scheme().equals("rediss");
    if (address.has("ca") && !encrypted) {
      throw address.refused("a CA is only for TLS", "write rediss://, or leave &ca out");
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
        address.duration("reconnect", DEFAULT_RECONNECT),
        encrypted,
        address.value("ca"));
  }

  private static String example(Address address) {
    String kind = KINDS.stream().filter(address::has).findFirst().orElse("list");
    String value =
        switch (kind) {
          case "channel" -> "NAME";
          case "pattern" -> "GLOB";
          default -> "KEY";
        };
    return address.scheme() + "://HOST?" + kind + "=" + value;
  }

  /**
   * Asked on each connect, so that a password may change. A user without a password logs in with an
   * empty one: whoever names a user does not want to be another.
   */
  RedisCredentials credentials() {
    String password = address.password().orElse(System.getenv("CONVEYOR_REDIS_PASSWORD"));
    if (password == null && address.user().isPresent()) {
      password = "";
    }
    return new DefaultRedisCredentials(
        address.user().orElse(null), password == null ? null : password.toCharArray());
  }
}
