package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.credentials.CredentialSource;
import dev.conveyor.streaming.credentials.CredentialSources;
import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.system.SystemText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * The Redis server of an address, and the settings of connections to it.
 *
 * @param address as it was asked for; for messages
 * @param reconnect for how long a connection that is lost is waited for
 * @param encrypted whether it is reached by TLS
 * @param ca the file with the certificates to trust; empty for those that the JVM trusts
 * @param source of the credentials; empty for the address and the environment
 */
public record RedisServer(
    Address address,
    HostAndPort hostAndPort,
    int database,
    Duration reconnect,
    boolean encrypted,
    Optional<String> ca,
    Optional<CredentialSource> source) {
  private static final int DEFAULT_PORT = 6379;
  private static final Duration DEFAULT_RECONNECT = Duration.ofMinutes(5);

  /** The kinds of keys that an address can name, by their parameter. */
  public static final List<String> KINDS = List.of("list", "stream", "channel", "pattern", "hash");

  /** The parameters of the server, besides those of the key. */
  private static final List<String> OF_A_SERVER = List.of("reconnect", "ca");

  public static final String PASSWORD = "CONVEYOR_REDIS_PASSWORD";
  private static final Pattern DATABASE = Pattern.compile("/?|/([0-9]{1,4})");

  /**
   * Refuses every parameter but these and those of the server.
   *
   * @throws dev.conveyor.streaming.AddressException naming those that are known
   */
  public static void allowOnly(Address address, String... known) {
    address.allowOnly(
        Stream.of(Stream.of(known), OF_A_SERVER.stream(), CredentialSources.parameters().stream())
            .flatMap(names -> names)
            .toArray(String[]::new));
  }

  /**
   * Reads the server that an address names.
   *
   * @throws dev.conveyor.streaming.AddressException if the address names no server, or its password
   *     could come from two places
   */
  public static RedisServer of(Address address) {
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
    Optional<CredentialSource> source = CredentialSources.of(address);
    if (source.isPresent() && password(address).isPresent()) {
      String parameter = "&" + source.get().parameter();
      throw address.refused(
          address.password().isPresent()
              ? "there is a password before the @, and another one by " + parameter
              : "there is a password in " + PASSWORD + ", and another one by " + parameter,
          address.password().isPresent()
              ? "keep one of them"
              : "unset " + PASSWORD + " or leave " + parameter + " out");
    }
    return new RedisServer(
        address,
        new HostAndPort(address.host(), address.port().orElse(DEFAULT_PORT)),
        database.group(1) == null ? 0 : Integer.parseInt(database.group(1)),
        address.duration("reconnect", DEFAULT_RECONNECT),
        encrypted,
        address.value("ca"),
        source);
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

  /** Returns the identity of what lies under a name in this database. */
  public Object origin(String kind, String name) {
    return List.of(
        hostAndPort.getHost().toLowerCase(Locale.ROOT),
        hostAndPort.getPort(),
        database,
        kind,
        name);
  }

  /** Returns the password of the address, or of the environment of this process. */
  public Optional<String> password() {
    return password(address);
  }

  private static Optional<String> password(Address address) {
    return address.password().or(() -> environment(address));
  }

  private static Optional<String> environment(Address address) {
    Optional<String> password = Optional.ofNullable(System.getenv(PASSWORD));
    if (password.filter(SystemText::isDamaged).isPresent()) {
      throw address.refused(
          "the password in " + PASSWORD + " cannot be read: " + SystemText.reason(),
          "or keep the address with its password in a file, @FILE");
    }
    return password;
  }

  /**
   * Asked on each connect, so that they may change. A user without a password logs in with an empty
   * one: an address that names a user must not log in as another.
   *
   * @throws dev.conveyor.streaming.credentials.CredentialsException if their source does not have
   *     them
   */
  Credentials credentials() {
    return source
        .map(asked -> asked.credentials(address))
        .orElseGet(
            () ->
                new Credentials(
                    address.user(), password().or(() -> address.user().map(user -> ""))));
  }
}
