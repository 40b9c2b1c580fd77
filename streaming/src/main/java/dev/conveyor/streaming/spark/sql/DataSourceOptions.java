package dev.conveyor.streaming.spark.sql;

import dev.conveyor.streaming.NearestWord;
import dev.conveyor.streaming.TimeSpan;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The options of a data source as a user has written them. Names are case-insensitive. No message
 * of this class contains the value of an option that may be a secret.
 */
public final class DataSourceOptions {
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|auth).*");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";

  /** Options of Spark itself, which a data source gets too. */
  private static final List<String> OF_SPARK =
      List.of("path", "checkpointLocation", "queryName", "outputMode", "mergeSchema");

  private final Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public DataSourceOptions(Map<String, String> options) {
    byName.putAll(options);
  }

  /**
   * Checks that there are no other options.
   *
   * @param known the names of all options; a name that ends in a dot stands for a numbered option
   * @throws IllegalArgumentException naming the first unknown option and the nearest known one
   */
  public void ensureKnown(Collection<String> known) {
    ensureKnown(known, List.of());
  }

  /**
   * Checks that there are no other options, except those that the session sets for reads and writes
   * alike.
   *
   * @param others the names of those options
   */
  void ensureKnown(Collection<String> known, Collection<String> others) {
    for (String name : byName.keySet()) {
      if (isAmong(name, others)) {
        continue;
      }
      if (SECRET.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "cannot use option "
                + name
                + ": options appear on Spark's pages and in its logs; give the password in the"
                + " environment variable CONVEYOR_REDIS_PASSWORD");
      }
      if (!isAmong(name, known) && !isAmong(name, OF_SPARK)) {
        throw new IllegalArgumentException(
            "cannot use option "
                + name
                + ": it is unknown; "
                + NearestWord.advice(
                    name, Stream.concat(known.stream(), others.stream()).distinct().toList()));
      }
    }
  }

  /** Returns whether one of these names is that of an option, or of a numbered one. */
  static boolean isAmong(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    String numbered = lower.replaceFirst("\\.[0-9]{1,9}$", ".");
    return known.stream()
        .map(one -> one.toLowerCase(Locale.ROOT))
        .anyMatch(one -> one.equals(lower) || one.equals(numbered));
  }

  /** Returns the names of the options that begin so, in order. */
  public List<String> names(String prefix) {
    return byName.keySet().stream()
        .filter(name -> name.regionMatches(true, 0, prefix, 0, prefix.length()))
        .toList();
  }

  /** Returns the texts of all addresses. */
  public List<String> addresses() {
    return Stream.of(Stream.of("address", "path"), names("address.").stream())
        .flatMap(names -> names)
        .flatMap(name -> text(name).stream())
        .toList();
  }

  /** Returns the value of an option; empty if it is absent. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(byName.get(name)).map(String::strip);
  }

  /**
   * Returns the value of an option that is a positive whole number; empty if it is absent.
   *
   * @param most the largest number allowed
   */
  public Optional<Long> count(String name, long most) {
    return text(name)
        .map(
            value -> {
              if (value.matches("[0-9]{1,19}")) {
                BigInteger number = new BigInteger(value);
                if (number.signum() > 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                  return number.longValue();
                }
              }
              throw refused(name, value, "give a whole number from 1 to " + most);
            });
  }

  /** Returns the value of an option that is a size such as {@code 64m}; empty if it is absent. */
  public Optional<Long> bytes(String name) {
    return text(name)
        .map(
            value -> {
              Matcher matcher = SIZE.matcher(value.toLowerCase(Locale.ROOT));
              if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                int shift = 10 * (1 + UNITS.indexOf(matcher.group(2)));
                shift = matcher.group(2).isEmpty() ? 0 : shift;
                if (number > 0 && number <= Long.MAX_VALUE >> shift) {
                  return number << shift;
                }
              }
              throw refused(name, value, "give a size like 64m or 1g");
            });
  }

  /** Returns the value of an option that is a time span such as {@code 10s}. */
  public Optional<Duration> duration(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return TimeSpan.parse(value);
              } catch (IllegalArgumentException e) {
                throw refused(name, value, "give a time like 10s or 15m, of at most 3650d");
              }
            });
  }

  /** Returns the value of an option that is true or false. */
  public boolean flag(String name, boolean absent) {
    String value = text(name).orElse(Boolean.toString(absent)).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw refused(name, value, "give true or false");
    }
    return value.equals("true");
  }

  /** Returns an exception that names an option with its value, except for what may be a login. */
  public static IllegalArgumentException refused(String name, String value, String remedy) {
    int at = value.lastIndexOf('@');
    String shown = at < 0 ? value : "…" + value.substring(at);
    return new IllegalArgumentException(
        "cannot use option " + name + " \"" + shown + "\"; " + remedy);
  }
}
