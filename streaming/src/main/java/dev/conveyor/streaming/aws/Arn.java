package dev.conveyor.streaming.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name.
 *
 * @param service such as {@code secretsmanager}
 * @param resource the part after the account: {@code secret:NAME}
 */
record Arn(String text, String service, String region, String resource) {
  private static final Pattern FORM =
      Pattern.compile("arn:aws[a-z-]{0,20}:([a-z]{1,30}):([a-z0-9-]{1,30}):[0-9]{12}:(\\S{1,600})");

  /** Parses an ARN; empty if the text is not one. */
  static Optional<Arn> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new Arn(text, parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
