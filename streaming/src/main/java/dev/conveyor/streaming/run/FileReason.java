package dev.conveyor.streaming.run;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reason for which a Hadoop file system failed, as part of one line for its user. Its
 * exceptions often say only a name, or far too much.
 */
public final class FileReason {
  private static final Pattern ANSWER_OF_AWS =
      Pattern.compile("(?:.*?Exception: )?(.*?) \\(Service: (\\w+), Status Code: (\\d+).*");

  private FileReason() {}

  /** Returns the reason in words, without a full stop. */
  public static String of(Exception thrown) {
    Throwable cause = thrown.getCause() instanceof UnknownHostException host ? host : thrown;
    String said = cause.getMessage() == null ? "" : cause.getMessage().strip();
    if (isOrComesOf("NoAuthWithAWSException", thrown)) {
      return "no credentials of AWS are set, by AWS_ACCESS_KEY_ID or otherwise";
    }
    if (isOrComesOf("AccessControlException", thrown)
        || cause instanceof AccessDeniedException
        || said.endsWith("(Permission denied)")) {
      return "permission denied";
    }
    if (isOrComesOf("UnknownStoreException", thrown)) {
      return "there is no such bucket";
    }
    if (thrown instanceof RuntimeException && isOrComesOf("ClassNotFoundException", thrown)) {
      return "the class path has no file system for it";
    }
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof ConnectException) {
      return "no file system answers there";
    }
    if (cause instanceof UnknownHostException) {
      return "there is no host " + said.replaceFirst(".*unknown: ", "");
    }
    if (cause instanceof EOFException && !said.startsWith("End of File Exception")) {
      return "it ends too early";
    }
    return said.isEmpty() ? cause.getClass().getSimpleName() : firstLine(said);
  }

  private static String firstLine(String said) {
    String line = said.lines().findFirst().orElseThrow();
    Matcher answer = ANSWER_OF_AWS.matcher(line);
    if (!answer.matches()) {
      return line;
    }
    String words = answer.group(1).equals("null") ? "" : ", " + answer.group(1);
    return answer.group(2) + " answers " + answer.group(3) + words;
  }

  /** Compares classes by name, since the class may be missing. */
  private static boolean isOrComesOf(String name, Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> cause.getClass().getSimpleName().equals(name));
  }
}
