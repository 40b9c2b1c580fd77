package dev.conveyor.streaming;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where messages come from or go to: {@code scheme://authority/path?parameters}, or {@code
 * scheme:name?parameters} inside one JVM.
 *
 * <p>The grammar is our own, not that of {@link java.net.URI}: parameters are separated by {@code
 * &} and percent-decoded, spaces and braces may stand raw, {@code +} is itself, and the host may be
 * {@code *}. {@link #toString} reads back to an equal address. A password in it is refused unless
 * it is read from a private place ({@link #parseSecret}), and no message of this class repeats one.
 *
 * <p>Immutable. An address travels; a connection does not.
 */
public final class Address implements Serializable {
  private static final long serialVersionUID = 1;

  private final String scheme;
  private final String user;

  /** Null if there is none. Never shown, and no part of {@link #equals}. */
  private final String password;

  private final String host;
  private final int port;
  private final String path;

  /** Null for a parameter that stands there without a value. */
  private final LinkedHashMap<String, String> parameters;

  Address(
      String scheme,
      String user,
      String password,
      String host,
      int port,
      String path,
      Map<String, String> parameters) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
    this.host = host;
    this.port = port;
    this.path = path;
    this.parameters = new LinkedHashMap<>(parameters);
  }

  /**
   * Reads an address.
   *
   * @throws AddressException if the text is none, or holds a password
   */
  public static Address parse(String text) {
    return new AddressParser(text, false).parse();
  }

  /**
   * Reads an address that may hold a password, {@code redis://user:password@host?…}: one that other
   * users cannot see, from a file. The password travels with the address and is never shown.
   *
   * @throws AddressException if the text is none
   */
  public static Address parseSecret(String text) {
    return new AddressParser(text, true).parse();
  }

  /** In lower case, for example {@code redis} or {@code zmq+tcp}. */
  public String scheme() {
    return scheme;
  }

  /** Empty unless the address came by {@link #parseSecret}. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** Without the brackets of an IPv6 address; empty where there is none. */
  public String host() {
    return host == null ? "" : host;
  }

  /** Zero means: any free one. */
  public OptionalInt port() {
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** With its leading slash; in {@code memory:NAME} the name; empty if there is none. */
  public String path() {
    return path;
  }

  /** Returns whether the parameter stands there, with or without a value. */
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** Returns whether the parameter stands there alone. */
  public boolean hasNoValue(String name) {
    return has(name) && parameters.get(name) == null;
  }

  /**
   * The value of a parameter; empty if the parameter is absent.
   *
   * @throws AddressException if it stands there without a value
   */
  public Optional<String> value(String name) {
    String value = parameters.get(name);
    if (value == null && has(name)) {
      throw refused("parameter " + name + " has no value", "write " + name + "=…");
    }
    return Optional.ofNullable(value);
  }

  /**
   * Returns whether a parameter that takes no value stands there.
   *
   * @throws AddressException if it has a value
   */
  public boolean flag(String name) {
    if (parameters.get(name) != null) {
      throw refused("parameter " + name + " takes no value", "write &" + name + " alone");
    }
    return has(name);
  }

  /**
   * The value of a parameter that is a whole number.
   *
   * @throws AddressException if it is none, or outside the bounds
   */
  public long number(String name, long absent, long least, long most) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return absent;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, for both.
    }
    throw refused(
        "parameter " + name + " is \"" + value.get() + "\"",
        "give a whole number from " + least + " to " + most);
  }

  /**
   * The value of a parameter that is a span of time, such as {@code 500ms} or {@code 10s}.
   *
   * @throws AddressException if it is none
   */
  public Duration duration(String name, Duration absent) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return absent;
    }
    try {
      return TimeSpan.parse(value.get());
    } catch (IllegalArgumentException e) {
      throw refused(
          "parameter " + name + " is \"" + value.get() + "\"",
          "give a time like 10s, of at most 3650d");
    }
  }

  /** Names of all parameters, in the order in which they stand. */
  public Set<String> parameterNames() {
    return Collections.unmodifiableSet(parameters.keySet());
  }

  /**
   * Refuses every parameter but these.
   *
   * @throws AddressException naming the first unknown one and those that are known
   */
  public void allowOnly(String... known) {
    Set<String> allowed = new TreeSet<>(Arrays.asList(known));
    for (String name : parameters.keySet()) {
      if (!allowed.contains(name)) {
        throw refused("unknown parameter " + name, "use one of: " + String.join(", ", allowed));
      }
    }
  }

  /** The same address at that port: what a feeder shows once it has bound any free one. */
  public Address withPort(int bound) {
    return new Address(scheme, user, password, host, bound, path, parameters);
  }

  /** The same address with that password, which travels with it and is never shown. */
  public Address withPassword(String secret) {
    return new Address(scheme, user, secret, host, port, path, parameters);
  }

  /** A refusal that names this address: what is wrong with it and what to do. */
  public AddressException refused(String what, String remedy) {
    return new AddressException(
        "cannot use address "
            + AddressParser.withoutSecret(toString())
            + ": "
            + what
            + "; "
            + remedy);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    if (host != null) {
      text.append("//");
      if (user != null) {
        text.append(AddressParser.encode(user, "@:/?")).append('@');
      }
      text.append(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
      if (port >= 0) {
        text.append(':').append(port);
      }
    }
    text.append(AddressParser.encode(path, host == null ? "?@/" : "?@"));
    char separator = '?';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text.append(separator).append(AddressParser.encode(parameter.getKey(), "&=@"));
      if (parameter.getValue() != null) {
        text.append('=').append(AddressParser.encode(parameter.getValue(), "&"));
      }
      separator = '&';
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address && other.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
