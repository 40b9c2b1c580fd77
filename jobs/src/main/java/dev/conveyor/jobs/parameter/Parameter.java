package dev.conveyor.jobs.parameter;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A parameter that a job declares: its name, type, default and help. A parameter without a default
 * is required. Immutable and safe for threads.
 *
 * <p>A parameter is part of a job's identity, and so of the names of its output folders and of its
 * checkpoint, unless it is {@link #outsideOfResult}. Values appear in process lists, checkpoints
 * and folder names. So a parameter never holds a secret; a job reads secrets from its environment
 * when it opens.
 *
 * @param <T> type of the value
 */
public final class Parameter<T> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,100}(?:\\.[0-9]{1,100})?");

  private final String name;
  private final String help;
  private final String type;
  private final Function<String, T> parser;
  private final Function<T, String> format;

  /** The default; null if the parameter is required. */
  private final T standard;

  private final boolean isIdentity;

  private Parameter(
      String name,
      String help,
      String type,
      Function<String, T> parser,
      Function<T, String> format,
      T standard,
      boolean isIdentity) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "cannot declare parameter \""
              + name
              + "\": it is no name; use letters, digits, - and _, and begin with a letter");
    }
    this.name = name;
    this.help = help == null ? "" : help.replaceAll("\\s+", " ");
    this.type = type;
    this.parser = parser;
    this.format = format;
    this.standard = standard;
    this.isIdentity = isIdentity;
    if (standard != null && !standard.equals(Optional.empty())) {
      checkDefault();
    }
  }

  private void checkDefault() {
    String text = format.apply(standard);
    try {
      parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot declare parameter " + name + " with default " + text + ": " + e.getMessage(), e);
    }
  }

  /** Declares a whole number, required until it gets a default. */
  public static Parameter<Long> whole(String name, String help) {
    return new Parameter<>(
        name,
        help,
        "whole number",
        Parameter::parseWhole,
        value -> Long.toString(value),
        null,
        true);
  }

  /** Declares a decimal number, like 0.25, required until it gets a default. */
  public static Parameter<BigDecimal> decimal(String name, String help) {
    return new Parameter<>(
        name,
        help,
        "decimal number",
        Parameter::parseDecimal,
        value -> value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString(),
        null,
        true);
  }

  /** Declares a choice of {@code true} or {@code false}, required until it gets a default. */
  public static Parameter<Boolean> flag(String name, String help) {
    return new Parameter<>(
        name, help, "true or false", Parameter::parseFlag, value -> value.toString(), null, true);
  }

  /** Declares a text of any characters, required until it gets a default. */
  public static Parameter<String> text(String name, String help) {
    return new Parameter<>(name, help, "text", text -> text, text -> text, null, true);
  }

  /**
   * Declares a choice of the constants of an enum, in lower case and with {@code -} for {@code _}.
   * Required until it gets a default.
   */
  public static <E extends Enum<E>> Parameter<E> choice(String name, Class<E> type, String help) {
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(Parameter::word)
            .collect(Collectors.joining(", "));
    return new Parameter<>(
        name,
        help,
        "one of " + words,
        text -> parseChoice(type, text),
        Parameter::word,
        null,
        true);
  }

  /** Returns this parameter with a default. */
  public Parameter<T> withDefault(T value) {
    return new Parameter<>(name, help, type, parser, format, value, isIdentity);
  }

  /** Returns this parameter without a default, but not required. */
  public Parameter<Optional<T>> optional() {
    return new Parameter<>(
        name,
        help,
        type,
        text -> Optional.of(parser.apply(text)),
        value -> value.map(format).orElse(""),
        Optional.empty(),
        isIdentity);
  }

  /**
   * Returns this parameter with a condition on its value.
   *
   * @param holds whether a value is valid
   * @param form noun phrase for valid values, like {@code whole number above 0}
   */
  public Parameter<T> where(Function<T, Boolean> holds, String form) {
    return new Parameter<>(
        name,
        help,
        form,
        text -> {
          T value = parser.apply(text);
          if (!holds.apply(value)) {
            throw new IllegalArgumentException();
          }
          return value;
        },
        format,
        standard,
        isIdentity);
  }

  /**
   * Returns this parameter, whose value does not change the result: for example, the size of a
   * cache. It is not part of the job's identity, so that a restart may change it.
   */
  public Parameter<T> outsideOfResult() {
    return new Parameter<>(name, help, type, parser, format, standard, false);
  }

  public String name() {
    return name;
  }

  /** Returns the help: one sentence for the user. */
  public String help() {
    return help;
  }

  /** Returns whether a run must give a value. */
  public boolean isRequired() {
    return standard == null;
  }

  boolean isIdentity() {
    return isIdentity;
  }

  /** Returns the default; null if the parameter is required. */
  T standard() {
    return standard;
  }

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if it is invalid; the message is a clause that says so
   */
  T parse(String text) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) { // A condition of a job may throw anything.
      throw new IllegalArgumentException("expected " + type, e);
    }
  }

  /** Returns the same text for equal values. */
  String canonical(String text) {
    return format.apply(parse(text));
  }

  /** Returns whether the canonical text is that of the default. */
  boolean isStandard(String canonical) {
    return standard != null
        && !standard.equals(Optional.empty())
        && format.apply(standard).equals(canonical);
  }

  /** Returns one clause for lists: {@code letters (whole number above 0): only words …}. */
  public String description() {
    String value = standard == null ? "" : format.apply(standard).replaceAll("\\p{C}", "·");
    String condition =
        standard == null ? ", required" : value.isEmpty() ? "" : ", default " + value;
    return name + " (" + type + condition + "): " + help;
  }

  private static Long parseWhole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return Long.parseLong(text);
  }

  private static BigDecimal parseDecimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return new BigDecimal(text);
  }

  private static Boolean parseFlag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException();
    }
    return Boolean.valueOf(text);
  }

  private static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return description();
  }
}
