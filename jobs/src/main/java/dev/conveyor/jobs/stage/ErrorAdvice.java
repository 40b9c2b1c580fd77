package dev.conveyor.jobs.stage;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Advice on failures of a JVM or its machine, for the end of a one-line message. Recognizes them by
 * their text, since engines often keep nothing else of an exception. Never throws.
 */
public final class ErrorAdvice {
  private static final int DEEPEST = 20;
  private static final long MIB = 1 << 20;

  private static final List<Case> CASES =
      List.of(
          new Case(
              "unable to create native thread",
              "raise the limit of processes (ulimit -u) or use fewer workers"),
          new Case(
              "Metaspace", "raise -XX:MaxMetaspaceSize in CONVEYOR_JAVA_OPTIONS, or remove it"),
          new Case("Direct buffer memory", "set -XX:MaxDirectMemorySize in CONVEYOR_JAVA_OPTIONS"),
          new Case(
              "OutOfMemoryError|Java heap space|GC overhead limit|INVALID_DRIVER_MEMORY"
                  + "|INVALID_EXECUTOR_MEMORY|System memory \\d+ must be at least|exit(ed with|ed,)? code:? (52|137)"
                  + "|beyond (the )?'?(physical|virtual)|exceeding memory limits",
              memory()),
          new Case(
              "StackOverflowError",
              "give threads a larger stack: -Xss8m in CONVEYOR_JAVA_OPTIONS,"
                  + " spark.executor.extraJavaOptions or mapreduce.map.java.opts"),
          new Case(
              "UnsatisfiedLinkError|(NoClassDefFoundError|ExceptionInInitializerError)"
                  + ".*(lib[a-z]+-|native|zstd|snappy|lz4)",
              "set java.io.tmpdir, now "
                  + System.getProperty("java.io.tmpdir")
                  + ", to a folder with space from which libraries can be loaded (not noexec)"),
          new Case(
              "NoClassDefFoundError|ExceptionInInitializerError|NoSuchMethodError|NoSuchFieldError"
                  + "|AbstractMethodError|IncompatibleClassChangeError|UnsupportedClassVersionError"
                  + "|java\\.lang\\.LinkageError",
              "check the class path: a library is missing or of another version"),
          new Case(
              "No space left on device|Disk quota exceeded|File too large|not enough space"
                  + "|any valid local directory",
              "free space at the output and in the temporary folders (java.io.tmpdir, now "
                  + System.getProperty("java.io.tmpdir")
                  + ", spark.local.dir, hadoop.tmp.dir)"),
          new Case(
              "Read-only file system|No valid local directories",
              "name folders that can be written, also as temporary ones (java.io.tmpdir, now "
                  + System.getProperty("java.io.tmpdir")
                  + ", spark.local.dir, hadoop.tmp.dir)"));

  private record Case(Pattern text, String advice) {
    Case(String text, String advice) {
      this(Pattern.compile(text, Pattern.DOTALL), advice);
    }
  }

  private ErrorAdvice() {}

  /** Advice to give more memory to the JVM of a command or its tasks. */
  static String memory() {
    return "give the JVM more memory than "
        + Runtime.getRuntime().maxMemory() / MIB
        + " MiB: -Xmx in CONVEYOR_JAVA_OPTIONS, spark.driver.memory, spark.executor.memory"
        + " or mapreduce.map.java.opts";
  }

  /** Returns advice on an exception or one of its causes; empty if the failure is unknown. */
  public static Optional<String> on(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      text.append(ErrorText.own(at)).append('\n');
      at = ErrorText.cause(at);
    }
    return on(text.toString());
  }

  /** Returns advice on an engine's description of a failure. */
  public static Optional<String> on(String text) {
    return CASES.stream()
        .filter(known -> known.text().matcher(text).find())
        .map(Case::advice)
        .findFirst();
  }
}
