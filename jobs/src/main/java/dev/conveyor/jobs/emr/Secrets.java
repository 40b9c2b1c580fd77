package dev.conveyor.jobs.emr;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects secrets in arguments for EMR, which shows them to all users who can describe a run.
 * Detection is by the names of options and settings and by the form of values. References to AWS
 * Secrets Manager are not secrets.
 */
public final class Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile("arn(:|%3A)aws[a-z-]*(:|%3A)secretsmanager(:|%3A)[^\\s&]+");
  private static final Pattern PARAMETER =
      Pattern.compile("&secret=" + REFERENCE + "|(?<=\\?)secret=" + REFERENCE + "&");

  private static final String NAMES = "password|passwd|passphrase|secret|token";
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:"
              + NAMES
              + "|(?:access|api|private|account)[._-]?key)[\\w.-]*)=([^\\s&]*)");
  private static final Pattern OPTION = Pattern.compile("(?i)--?[\\w-]*(?:" + NAMES + ")[\\w-]*");

  /** Names of settings that describe a secret, such as its file, its length or its provider. */
  private static final Pattern ABOUT =
      Pattern.compile(
          "(?i).*(file|path|location|alias|class|provider|regex|size|length|bits?|interval|"
              + "enabled|exclude)");

  private static final Pattern HARMLESS = Pattern.compile("(?i)true|false|");
  private static final Pattern LOGIN = Pattern.compile("[\\w+.-]+:/+[^\\s/@]*:\\S*@");
  private static final Pattern ACCESS_KEY =
      Pattern.compile("(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])");

  private Secrets() {}

  /**
   * Checks that arguments hold no secret.
   *
   * @throws UnsupportedOnEmrException if one does; the message names the option or setting only
   */
  public static void refuseIn(Collection<String> words) {
    words.forEach(Secrets::refuse);
  }

  private static void refuse(String word) {
    if (LOGIN.matcher(word).find()) {
      throw refused("a password before the @ of an address");
    }
    if (ACCESS_KEY.matcher(word).find()) {
      throw refused("an access key of AWS");
    }
    if (OPTION.matcher(word).matches()) {
      throw refused(word);
    }
    Matcher named = NAMED.matcher(word);
    while (named.find()) {
      String value = named.group(2);
      if (!HARMLESS.matcher(value).matches()
          && !REFERENCE.matcher(value).matches()
          && !ABOUT.matcher(named.group(1)).matches()) {
        throw refused(named.group(1));
      }
    }
  }

  private static UnsupportedOnEmrException refused(String what) {
    return new UnsupportedOnEmrException(
        "cannot send "
            + what
            + " to EMR: it shows the arguments of a run to others; keep the secret in AWS Secrets"
            + " Manager and write &secret=arn:aws:secretsmanager:… into the address, and give the"
            + " run's role what else it needs");
  }

  /** Returns an argument without references to secrets, which only the run can resolve. */
  public static String withoutReference(String word) {
    return PARAMETER.matcher(word).replaceAll("");
  }
}
