package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of Spark besides the command.
 *
 * @param settings {@code spark.…} by name; they win over ours
 * @param jars for the class path of driver and executors
 * @param files for their working folders
 */
public record SparkOptions(Map<String, String> settings, List<String> jars, List<String> files) {
  private static final Pattern NOT_SINGLE = Pattern.compile("[\\s'\"\\\\]");

  public SparkOptions {
    settings = new LinkedHashMap<>(settings);
    jars = List.copyOf(jars);
    files = List.copyOf(files);
  }

  /** On YARN, where a stream's driver that dies is started again, twice an hour. */
  SparkOptions onYarn(EmrCommand.Kind kind) {
    Map<String, String> ours = lasting(kind);
    if (kind.isStream()) {
      ours.put("spark.yarn.am.attemptFailuresValidityInterval", "1h");
    }
    return over(ours);
  }

  SparkOptions onServerless(EmrCommand.Kind kind) {
    return over(lasting(kind));
  }

  /** Executors may come and go, but not those that hold the only copy of something. */
  private static Map<String, String> lasting(EmrCommand.Kind kind) {
    Map<String, String> ours = new LinkedHashMap<>();
    if (kind.isStream()) {
      ours.put("spark.streaming.stopGracefullyOnShutdown", "true");
      ours.put("spark.executor.failuresValidityInterval", "1h");
    }
    if (kind == EmrCommand.Kind.RECEIVING_STREAM) {
      ours.put("spark.dynamicAllocation.enabled", "false");
    }
    return ours;
  }

  private SparkOptions over(Map<String, String> ours) {
    ours.putAll(settings);
    return new SparkOptions(ours, jars, files);
  }

  /**
   * Without the settings that a line of words cannot hold: EMR does not document how Serverless
   * reads quotes.
   */
  SparkOptions inSingleWords() {
    Map<String, String> single = new LinkedHashMap<>(settings);
    single.keySet().removeAll(notInSingleWords().keySet());
    return new SparkOptions(single, jars, files);
  }

  /** Those settings. */
  Map<String, String> notInSingleWords() {
    Map<String, String> others = new LinkedHashMap<>(settings);
    others.values().removeIf(value -> !NOT_SINGLE.matcher(value).find());
    return others;
  }

  /** As {@code spark-submit} reads them. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--class", JobJar.MAIN_CLASS));
    settings.forEach((name, value) -> words.addAll(List.of("--conf", name + "=" + value)));
    add(words, "--jars", jars);
    add(words, "--files", files);
    return words;
  }

  private static void add(List<String> words, String option, List<String> values) {
    if (!values.isEmpty()) {
      words.addAll(List.of(option, String.join(",", values)));
    }
  }
}
