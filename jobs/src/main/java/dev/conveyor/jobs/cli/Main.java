package dev.conveyor.jobs.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * The entry point for the launcher, {@code spark-submit} and {@code hadoop jar}. Prints one line on
 * any Java other than 17. Java 8 can load this class, which links no other class of Conveyor.
 */
public final class Main {
  private static final String NEEDED = "17";

  private Main() {}

  public static void main(String[] words) throws Throwable {
    String version = System.getProperty("java.specification.version");
    if (!version.equals(NEEDED)) {
      System.err.println(refusal(version));
      System.exit(1);
    }
    run(words);
  }

  /** Returns the message for a Java version that cannot run the commands, in one line. */
  static String refusal(String version) {
    return "cannot start Conveyor on Java "
        + version
        + " ("
        + System.getProperty("java.home")
        + "): it needs Java "
        + NEEDED
        + "; set JAVA_HOME to a Java "
        + NEEDED;
  }

  private static void run(String[] words) throws Throwable {
    try {
      Class.forName("dev.conveyor.jobs.cli.Commands")
          .getDeclaredMethod("start", String[].class)
          .invoke(null, (Object) words);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
