package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a driver is started: {@code conveyor stream}, as its users would. */
record DriverCommand(ChaosPlan plan, String master, List<String> from, Path folder) {
  private static final String LEASE = "3s";
  private static final String INTERVAL = "100ms";
  private static final String UNTIL_IDLE = "5s";

  Path out() {
    return folder.resolve("out");
  }

  /** Where the batches are. */
  Path results() {
    return out().resolve(NumberJob.class.getName());
  }

  Path marks() {
    return folder.resolve("marks");
  }

  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Home.launcher().toString(), "stream", NumberJob.class.getName()));
    from.forEach(address -> words.addAll(List.of("--from", address)));
    words.addAll(List.of("--out", out().toString(), "--guarantee", plan.guarantee().toString()));
    words.addAll(List.of("--on-loss", "fail", "--lease", LEASE, "--interval", INTERVAL));
    words.addAll(List.of("--until-idle", UNTIL_IDLE));
    return words;
  }

  Map<String, String> environment() throws IOException {
    List<String> options = new ArrayList<>(List.of("--master", master));
    options.addAll(List.of("--jars", JobJar.write(folder).toString()));
    settings().forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    return Map.of(
        "CONVEYOR_SUBMIT_OPTIONS", String.join(" ", options), "SPARK_LOCAL_IP", "127.0.0.1");
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.cores.max", Integer.toString(plan.cores()));
    settings.put("spark.executor.cores", Integer.toString(plan.cores() / 2));
    settings.put("spark.executor.memory", "1g");
    settings.put(
        "spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + Home.quietLogging());
    settings.put(NumberJob.MARKS, marks().toString());
    settings.put(NumberJob.HOLD_MILLIS, Long.toString(plan.hold().toMillis()));
    if (plan.has(Kind.TASK)) {
      settings.put(NumberJob.FAILS_ONE_IN, Integer.toString(plan.failsOneIn()));
    }
    if (plan.has(Kind.SPECULATION)) {
      speculate(settings);
    }
    if (plan.has(Kind.SPECULATION) || plan.guarantee() == Guarantee.AT_MOST_ONCE) {
      settings.put(NumberJob.SLOW_ONE_IN, Integer.toString(plan.slowOneIn()));
    }
    return settings;
  }

  /** As eagerly as Spark lets itself be set to. */
  private static void speculate(Map<String, String> settings) {
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.interval", "100ms");
    settings.put("spark.speculation.multiplier", "1.2");
    settings.put("spark.speculation.quantile", "0.3");
    settings.put("spark.speculation.minTaskRuntime", "500ms");
    settings.put("spark.speculation.task.duration.threshold", "500ms");
  }
}
