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
 * The address of a queue, log or topic: {@code scheme://authority/path?parameters}, or {@code
 * scheme:name?parameters} inside one JVM.
 *
 * <p>The grammar differs from that of {@link java.net.URI}. The character {@code &} separates
 * parameters, and names and values are percent-decoded. Spaces and braces may stand unencoded,
 * {@code +} is itself, and the host may be {@code *}. {@link #parse} of {@link #toString} returns
 * an equal address, without a password. Text with a password is rejected, except by {@link
 * #parseSecret}. No message of this class contains a password.
 *
 * <p>Immutable and safe for threads. Addresses are serialized to other machines; connections are
 * not.
 */
public final class Address implements Serializable {
  private static final long serialVersionUID = 1;

  private final String scheme;
  private final String user;

  /** The password; null if the address has none. Never shown, and not part of {@link #equals}. */
  private final String password;

  private final String host;
  private final int port;
  private final String path;

  /** Values by parameter name, in written order; null for a parameter without a value. */
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
   * Parses an address.
   *
   * @throws AddressException if the text is not an address, or holds a password
   */
  public static Address parse(String text) {
    return new AddressParser(text, false).parse();
  }

  /**
   * Parses an address that may hold a password, as in {@code redis://user:password@host?…}. The
   * text has to come from where other users cannot see it, such as a file. The password stays with
   * the address, also when serialized, and is never shown.
   *
   * @throws AddressException if the text is not an address
   */
  public static Address parseSecret(String text) {
    return new AddressParser(text, true).parse();
  }

  /** Returns the scheme in lower case, for example {@code redis} or {@code zmq+tcp}. */
  public String scheme() {
    return scheme;
  }

  /** Returns the password; empty unless set by {@link #parseSecret} or {@link #withPassword}. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** Returns the host without the brackets of an IPv6 address; empty if there is none. */
  public String host() {
    return host == null ? "" : host;
  }

  /** Returns the port, 0 for any free one; empty if the address names none. */
  public OptionalInt port() {
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /**
   * Returns the path with its leading slash, or the name in {@code memory:NAME}; empty if there is
   * none.
   */
  public String path() {
    return path;
  }

  /** Returns whether the address has the parameter, with or without a value. */
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** Returns whether the address has the parameter without a value. */
  public boolean hasNoValue(String name) {
    return has(name) && parameters.get(name) == null;
  }

  /**
   * Returns the value of a parameter; empty if the parameter is absent.
   *
   * @throws AddressException if the parameter has no value
   */
  public Optional<String> value(String name) {
    String value = parameters.get(name);
    if (value == null && has(name)) {
      throw refused("parameter " + name + " has no value", "write " + name + "=…");
    }
    return Optional.ofNullable(value);
  }

  /**
   * Returns whether the address has a parameter that takes no value.
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
   * Returns the value of a parameter that is a whole number.
   *
   * @param absent the result if the parameter is absent
   * @param least the smallest number allowed
   * @param most the largest number allowed
   * @throws AddressException if the value is missing, not a whole number, or outside the bounds
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
      // Reported below, like a number out of bounds.
    }
    throw refused(
        "parameter " + name + " is \"" + value.get() + "\"",
        "give a whole number from " + least + " to " + most);
  }

  /**
   * Returns the value of a parameter that is a time span, such as {@code 500ms} or {@code 10s}.
   *
   * @param absent the result if the parameter is absent
   * @throws AddressException if the value is missing, not a time span, or longer than 3650 days
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

  /** Returns the names of all parameters, in the order of the address; unmodifiable. */
  public Set<String> parameterNames() {
    return Collections.unmodifiableSet(parameters.keySet());
  }

  /**
   * Checks that the address has no other parameters than these.
   *
   * @throws AddressException naming the first unknown parameter and the known ones
   */
  public void allowOnly(String... known) {
    Set<String> allowed = new TreeSet<>(Arrays.asList(known));
    for (String name : parameters.keySet()) {
      if (!allowed.contains(name)) {
        throw refused("unknown parameter " + name, NearestWord.advice(name, allowed));
      }
    }
  }

  /**
   * Returns a copy with another port, such as the bound port of an address that asked for any free
   * one.
   */
  public Address withPort(int bound) {
    return new Address(scheme, user, password, host, bound, path, parameters);
  }

  /** Returns a copy with one more parameter. */
  public Address withParameter(String name, String value) {
    LinkedHashMap<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new Address(scheme, user, password, host, port, path, more);
  }

  /** Returns a copy without a parameter; an equal one if it has none of that name. */
  public Address withoutParameter(String name) {
    LinkedHashMap<String, String> fewer = new LinkedHashMap<>(parameters);
    fewer.remove(name);
    return new Address(scheme, user, password, host, port, path, fewer);
  }

  /** Returns a copy with a password, which stays with the address and is never shown. */
  public Address withPassword(String secret) {
    return new Address(scheme, user, secret, host, port, path, parameters);
  }

  /**
   * Returns an exception that names this address.
   *
   * @param what the problem
   * @param remedy the advice to the user
   */
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
