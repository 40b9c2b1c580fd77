package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;

/** The machine, and the versions of all that takes part. */
final class Machine {
  private static final long GIB = 1L << 30;

  private Machine() {}

  /** Returns a short name that tells machines apart. */
  static String name() {
    return proc("/proc/sys/kernel/hostname", "(.*)") + ", " + cpu();
  }

  /** Returns facts by name, in the order in which they are shown. */
  static Map<String, String> facts(Path home) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", cpu());
    String kilobytes = proc("/proc/meminfo", "MemTotal: +(\\d+)");
    if (!kilobytes.isEmpty()) {
      double memory = Long.parseLong(kilobytes) * 1024.0 / GIB;
      facts.put("memory", Goal.number(memory) + " GiB");
    }
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("Spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    facts.put("Hadoop", VersionInfo.getVersion());
    facts.put("Redis", asked("v=(\\S+)", "redis-server", "--version"));
    facts.put("mawk", asked("mawk (.*)", "mawk", "-W", "version"));
    facts.put("JeroMQ", String.valueOf(org.zeromq.ZMQ.getVersionString()));
    facts.put("Conveyor", commit(home));
    facts.values().removeIf(String::isEmpty);
    return facts;
  }

  /** Returns the commit, with a mark of changes since; {@code unknown} outside of a clone. */
  static String commit(Path home) {
    String git = "git -C '" + home + "' ";
    String commit = asked("(\\w+)", "bash", "-c", git + "rev-parse --short=12 HEAD 2>/dev/null");
    if (commit.isEmpty()) {
      return "unknown";
    }
    String changes =
        asked(
            "(\\w{8})",
            "bash", "-c", "{ " + git + "diff HEAD; } 2>/dev/null | git hash-object --stdin");
    boolean clean = changes.equals("e69de29b");
    return clean ? commit : commit + "+" + changes;
  }

  private static String cpu() {
    return proc("/proc/cpuinfo", "model name\\s*: (.*)")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores";
  }

  private static String proc(String file, String pattern) {
    try {
      return first(pattern, Files.readString(Path.of(file)));
    } catch (IOException e) {
      return ""; // Another operating system.
    }
  }

  private static String asked(String pattern, String... words) {
    try {
      Process process = new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return first(pattern, new String(process.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return ""; // There is no such program.
    }
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "";
  }
}
