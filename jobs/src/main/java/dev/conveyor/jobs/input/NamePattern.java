package dev.conveyor.jobs.input;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A component of a glob: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}, {@code [[:digit:]]} and
 * {@code \} as in shells. A bracket that is not closed is literal.
 */
final class NamePattern {
  private static final String SPECIAL = "*?[\\";
  private static final Set<String> CLASSES =
      Set.of("alpha", "digit", "alnum", "upper", "lower", "space", "blank", "punct", "print");

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  private NamePattern(String glob) {
    this.glob = glob;
  }

  /** Returns whether a component is a pattern, not just a name. */
  static boolean isPattern(String component) {
    return component.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /**
   * Returns a pattern for whole names.
   *
   * @throws java.util.regex.PatternSyntaxException if a range is malformed
   */
  static Pattern of(String component) {
    return new NamePattern(component).translate();
  }

  private Pattern translate() {
    while (at < glob.length()) {
      char next = glob.charAt(at++);
      if (next == '*') {
        regex.append(".*");
      } else if (next == '?') {
        regex.append('.');
      } else if (next == '[' && end() > 0) {
        bracket(end());
      } else {
        literal(next);
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Appends a literal character. A backslash makes the next character literal. */
  private void literal(char next) {
    boolean isEscape = next == '\\' && at < glob.length();
    char meant = isEscape ? glob.charAt(at++) : next;
    boolean mayBeSpecial = meant < 128 && !Character.isLetterOrDigit(meant);
    regex.append(mayBeSpecial ? "\\" : "").append(meant);
  }

  /** Returns the index at which the bracket just opened closes; 0 if it does not. */
  private int end() {
    int end = at;
    if (end < glob.length() && (glob.charAt(end) == '!' || glob.charAt(end) == '^')) {
      end++;
    }
    for (int i = end; i < glob.length(); i++) {
      if (glob.startsWith("[:", i) && glob.indexOf(":]", i) > 0) {
        i = glob.indexOf(":]", i) + 1;
      } else if (glob.charAt(i) == '\\') {
        i++;
      } else if (glob.charAt(i) == ']' && i > end) {
        return i;
      }
    }
    return 0;
  }

  private void bracket(int end) {
    regex.append('[');
    if (glob.charAt(at) == '!' || glob.charAt(at) == '^') {
      regex.append('^');
      at++;
    }
    while (at < end) {
      char next = glob.charAt(at++);
      int close = glob.indexOf(":]", at);
      if (next == '[' && glob.startsWith(":", at) && close > 0) {
        characterClass(glob.substring(at + 1, close));
        at = close + 2;
      } else if (next == '-') {
        regex.append(isInside(end) ? "-" : "\\-");
      } else {
        literal(next);
      }
    }
    at = end + 1;
    regex.append(']');
  }

  private void characterClass(String name) {
    if (!CLASSES.contains(name)) {
      throw new IllegalArgumentException("[:" + name + ":] is not a character class");
    }
    regex.append("\\p{Is").append(name.toUpperCase(Locale.ROOT)).append('}');
  }

  /** Returns whether the hyphen just read has a character on both sides. */
  private boolean isInside(int end) {
    char before = regex.charAt(regex.length() - 1);
    return at < end && before != '[' && before != '^';
  }
}
