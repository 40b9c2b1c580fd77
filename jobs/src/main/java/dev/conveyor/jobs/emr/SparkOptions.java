package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The options of {@code spark-submit} for a command.
 *
 * @param settings the values of {@code spark.…} settings by name, which override the defaults here
 * @param jars jars for the class path of driver and executors
 * @param files files for the working folders of driver and executors
 */
public record SparkOptions(Map<String, String> settings, List<String> jars, List<String> files) {
  private static final Pattern NOT_SINGLE = Pattern.compile("[\\s'\"\\\\]");

  public SparkOptions {
    settings = new LinkedHashMap<>(settings);
    jars = List.copyOf(jars);
    files = List.copyOf(files);
  }

  /** Returns the options without jars, which Hadoop takes too. */
  public SparkOptions withoutJars() {
    return new SparkOptions(settings, List.of(), files);
  }

  /** Returns the options with further jars. */
  SparkOptions withJars(List<String> further) {
    List<String> all = new ArrayList<>(jars);
    all.addAll(further);
    return new SparkOptions(settings, all, files);
  }

  /**
   * Returns the options with defaults for YARN. A stream's limit on driver failures counts only
   * those of the last hour.
   */
  SparkOptions onYarn(EmrCommand.Kind kind) {
    Map<String, String> ours = lasting(kind);
    if (kind.isStream()) {
      ours.put("spark.yarn.am.attemptFailuresValidityInterval", "1h");
    }
    return over(ours);
  }

  /** Returns the options with defaults for EMR Serverless. */
  SparkOptions onServerless(EmrCommand.Kind kind) {
    return over(lasting(kind));
  }

  /**
   * Returns the defaults for a long run. Dynamic allocation is off with receivers, since it could
   * remove an executor that holds the only copy of a message.
   */
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
   * Returns the options without the settings of {@link #notInSingleWords}. EMR does not document
   * how Serverless parses quotes in {@code sparkSubmitParameters}.
   */
  SparkOptions inSingleWords() {
    Map<String, String> single = new LinkedHashMap<>(settings);
    single.keySet().removeAll(notInSingleWords().keySet());
    return new SparkOptions(single, jars, files);
  }

  /** Returns the settings whose values contain white space, quotes or backslashes. */
  Map<String, String> notInSingleWords() {
    Map<String, String> others = new LinkedHashMap<>(settings);
    others.values().removeIf(value -> !NOT_SINGLE.matcher(value).find());
    return others;
  }

  /** Returns the arguments of {@code spark-submit} before the jar. */
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
