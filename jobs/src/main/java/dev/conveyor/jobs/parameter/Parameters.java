package dev.conveyor.jobs.parameter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The values of a job's parameters for one run. Immutable and safe for threads. */
public final class Parameters {
  private static final int LONGEST_VALUE = 200;
  private static final int LONGEST_ENCODED = 60;

  /** Leaves room for the name of a class in a file name of 255 bytes. */
  private static final int LONGEST_SUFFIX = 120;

  private static final int HASH_BYTES = 8;
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private final String job;
  private final Map<String, Parameter<?>> declared;
  private final SortedMap<String, String> given;

  private Parameters(
      String job, Map<String, Parameter<?>> declared, SortedMap<String, String> given) {
    this.job = job;
    this.declared = declared;
    this.given = given;
  }

  /**
   * Checks the values that a user has given.
   *
   * @param job name of the job, for messages
   * @param declared by the job
   * @param given texts by name
   * @throws IllegalArgumentException if a value has no parameter or is invalid, or a required one
   *     is missing; the message is one line with the list of parameters
   */
  public static Parameters of(String job, List<Parameter<?>> declared, Map<String, String> given) {
    Map<String, Parameter<?>> byName = new LinkedHashMap<>();
    for (Parameter<?> parameter : declared) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException(
            "cannot run job "
                + job
                + ": it declares parameter "
                + parameter.name()
                + " twice; rename one");
      }
    }
    SortedMap<String, String> canonical = new TreeMap<>();
    given.forEach((name, text) -> canonical.put(name, checked(job, byName, name, text)));
    for (Parameter<?> parameter : declared) {
      if (parameter.isRequired() && !given.containsKey(parameter.name())) {
        throw new IllegalArgumentException(
            "cannot run job "
                + job
                + " without parameter "
                + parameter.name()
                + "; give --param "
                + parameter.name()
                + "=VALUE; "
                + list(job, byName));
      }
    }
    return new Parameters(job, byName, canonical);
  }

  private static String checked(
      String job, Map<String, Parameter<?>> declared, String name, String text) {
    Parameter<?> parameter = declared.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "cannot run job "
              + job
              + " with parameter "
              + shown(name)
              + ": unknown; "
              + list(job, declared));
    }
    try {
      return parameter.canonical(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot run job "
              + job
              + " with "
              + name
              + "="
              + shown(text)
              + ": "
              + e.getMessage()
              + "; "
              + list(job, declared),
          e);
    }
  }

  private static String list(String job, Map<String, Parameter<?>> declared) {
    return declared.isEmpty()
        ? job + " has no parameters"
        : job
            + " has "
            + declared.values().stream()
                .map(Parameter::description)
                .collect(Collectors.joining("; "));
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{C}", "·");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
  }

  /**
   * Returns the value of a parameter: the one given, or else its default.
   *
   * @throws IllegalArgumentException if the job declares none of that name
   */
  public <T> T get(Parameter<T> parameter) {
    if (!declared.containsKey(parameter.name())) {
      throw new IllegalArgumentException(
          "cannot read parameter "
              + parameter.name()
              + ": job "
              + job
              + " does not declare it; return it from parameters()");
    }
    String text = given.get(parameter.name());
    return text == null ? parameter.standard() : parameter.parse(text);
  }

  /** Returns the texts of the values that were given, in one form for equal values. */
  public SortedMap<String, String> given() {
    return new TreeMap<>(given);
  }

  /**
   * Returns a suffix for names that tells apart jobs with different results, like {@code
   * -letters=5}. Holds the values that differ from their defaults and are part of the job's
   * identity, sorted by name. Characters other than ASCII letters, digits, {@code .} and {@code _}
   * are percent-encoded as UTF-8, as in the folder names of Hive. A long value, and a long suffix,
   * is cut and ends in {@code ~} and its hash.
   */
  public String suffix() {
    StringBuilder suffix = new StringBuilder();
    given.forEach(
        (name, text) -> {
          Parameter<?> parameter = declared.get(name);
          if (parameter.isIdentity() && !parameter.isStandard(text)) {
            suffix
                .append('-')
                .append(name)
                .append('=')
                .append(shortened(encoded(text), LONGEST_ENCODED));
          }
        });
    return shortened(suffix.toString(), LONGEST_SUFFIX);
  }

  private static String shortened(String encoded, int longest) {
    if (encoded.length() <= longest) {
      return encoded;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded.getBytes(UTF_8));
      return encoded.substring(0, longest / 2)
          + "~"
          + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      if (isPlain(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(UPPER_HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '.'
        || octet == '_';
  }
}
