package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * The file {@code run.json} of a checkpoint: the name of the run, its output, addresses and jobs,
 * without secrets.
 */
final class RunFile {
  static final String NAME = "run.json";
  private static final String SETTINGS = "settings";
  private static final long FORMAT = 2;

  private final CheckpointFolder folder;

  RunFile(CheckpointFolder folder) {
    this.folder = folder;
  }

  /** Returns whether the run has its name. */
  boolean isThere() {
    return folder.read(NAME).isPresent();
  }

  /** Returns the name of the run; empty if it has none. */
  Optional<String> name() {
    return folder.read(NAME).map(line -> CheckpointJson.text(CheckpointJson.parse(line), "run"));
  }

  /** Returns whether the checkpoint is not, or no longer, of the run with that name. */
  boolean isForeign(String name) {
    return name().map(found -> !found.equals(name)).orElse(true);
  }

  /**
   * Checks that the checkpoint of that plan is of the run with that name.
   *
   * @throws RunException if it is another run's, or none
   */
  static void ensureOf(RunPlan plan, String name, Configuration configuration) {
    RunFile file = new RunFile(new CheckpointFolder(plan.folder(), configuration));
    String found =
        file.name()
            .orElseThrow(() -> new RunException(plan.folder() + " holds no checkpoint of a run"));
    if (!found.equals(name)) {
      throw ofOther(plan, found);
    }
  }

  static RunException ofOther(RunPlan plan, String name) {
    return new RunException(plan.folder() + " is the checkpoint of run " + name);
  }

  /** The name of the run that this checkpoint is of; a new one gets a new name. */
  String open(RunPlan plan) {
    Optional<String> line = folder.read(NAME);
    if (line.isPresent()) {
      return check(line.get(), plan);
    }
    if (folder.list().stream().anyMatch(name -> CheckpointLog.isOfBatch(name))) {
      throw refused("it has batches, but " + NAME + " is missing or torn");
    }
    String run = name(plan.folder());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("format", FORMAT);
    about.put("run", run);
    plan.output().ifPresent(output -> about.put("output", folder.relative(output)));
    about.put("addresses", addresses(plan.addresses()));
    about.put("live", addresses(plan.live()));
    about.put("jobs", plan.jobs());
    if (!plan.settings().isEmpty()) {
      about.put(SETTINGS, plan.settings());
    }
    folder.write(NAME, Json.line(about));
    return run;
  }

  /**
   * The plan that this checkpoint is of, as far as it says; with a default lease.
   *
   * @throws RunException if there is none, or it is of another version
   */
  RunPlan plan() {
    String line = folder.read(NAME).orElseThrow(() -> refused("there is no " + NAME));
    try {
      Map<?, ?> about = CheckpointJson.parse(line);
      if (CheckpointJson.number(about, "format") != FORMAT) {
        throw refused("it was written by another version of Conveyor");
      }
      RunPlan plan =
          RunPlan.of(folder.inFull(), parsed(about, "addresses").toArray(Address[]::new))
              .withLive(parsed(about, "live"))
              .withJobs(CheckpointJson.texts(about, "jobs"))
              .withSettings(CheckpointJson.texts(with(about), SETTINGS));
      return about.containsKey("output")
          ? plan.withOutput(folder.resolved(CheckpointJson.text(about, "output")))
          : plan;
    } catch (IllegalArgumentException e) {
      throw refused(NAME + " holds " + e.getMessage());
    }
  }

  private static List<Address> parsed(Map<?, ?> about, String name) {
    return CheckpointJson.texts(about, name).stream().map(Address::parse).toList();
  }

  private static List<String> addresses(List<Address> addresses) {
    return addresses.stream().map(Address::toString).toList();
  }

  private String check(String line, RunPlan plan) {
    try {
      Map<?, ?> about = CheckpointJson.parse(line);
      if (CheckpointJson.number(about, "format") != FORMAT) {
        throw refused("it was written by another version of Conveyor");
      }
      checkOutput(about, plan);
      checkSame("addresses", about, addresses(plan.addresses()));
      checkSame("live", about, addresses(plan.live()));
      checkSame("jobs", about, plan.jobs());
      checkSame(SETTINGS, with(about), plan.settings());
      return CheckpointJson.text(about, "run");
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "cannot continue the run in " + folder + ": " + NAME + " holds " + e.getMessage(), e);
    }
  }

  /** Returns the fields, with settings if there are none: earlier versions had no such field. */
  private static Map<Object, Object> with(Map<?, ?> about) {
    Map<Object, Object> fields = new LinkedHashMap<>(about);
    fields.putIfAbsent(SETTINGS, List.of());
    return fields;
  }

  private void checkOutput(Map<?, ?> about, RunPlan plan) {
    String then = about.containsKey("output") ? CheckpointJson.text(about, "output") : "";
    String now = plan.output().map(folder::relative).orElse("");
    if (!then.equals(now)) {
      throw refused(
          "its results are in "
              + folder.resolved(then)
              + ", not in "
              + plan.output().orElse("none"));
    }
  }

  private void checkSame(String what, Map<?, ?> about, List<String> now) {
    List<?> then = CheckpointJson.list(about, what);
    if (!then.equals(now)) {
      throw refused(
          "it is of "
              + (what.equals("live") ? "live addresses" : what)
              + " "
              + then
              + ", not "
              + now);
    }
  }

  private RunException refused(String what) {
    return new RunException(
        "cannot continue the run in " + folder + ": " + what + "; name another folder");
  }

  /** Bears the folder's name, for people who look at keys, and is like no other run's. */
  private static String name(String folder) {
    String path = folder.replaceAll("/(_[^/]*)?/*$", "").replaceAll(".*/", "");
    String telling = path.replaceAll("[^A-Za-z0-9_-]+", "-");
    String unique = UUID.randomUUID().toString().substring(0, 13);
    return telling.substring(0, Math.min(telling.length(), 60)) + "-" + unique;
  }
}
