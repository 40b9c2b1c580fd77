package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a cluster.
 *
 * @param jar the jar that the step runs
 * @param words the arguments of the jar
 */
public record EmrStep(String name, OnFailure onFailure, String jar, List<String> words) {
  private static final String COMMAND_RUNNER = "command-runner.jar";

  /** The action of the cluster when the step fails. */
  public enum OnFailure {
    CONTINUE,
    CANCEL_AND_WAIT,
    TERMINATE_CLUSTER
  }

  /**
   * Returns the step that runs a command. A MapReduce batch is a custom jar, which EMR runs from
   * S3. Any other command is a {@code spark-submit} in cluster mode.
   *
   * @param name the step's name; empty for {@link EmrCommand}'s title
   */
  public static EmrStep of(
      EmrCommand command, JobJar jar, SparkOptions options, OnFailure onFailure, String name) {
    String title = name.isEmpty() ? command.title() : name;
    if (command.kind() == EmrCommand.Kind.HADOOP_BATCH) {
      List<String> words = new ArrayList<>(command.words());
      List<String> jars = options.withJars(command.jars()).jars();
      if (!jars.isEmpty()) {
        words.addAll(List.of("--jars", String.join(",", jars)));
      }
      return new EmrStep(title, onFailure, jar.location(), words);
    }
    List<String> words = new ArrayList<>(List.of("spark-submit", "--deploy-mode", "cluster"));
    words.addAll(options.withJars(command.jars()).onYarn(command.kind()).words());
    words.add(jar.location());
    words.addAll(command.words());
    return new EmrStep(title, onFailure, COMMAND_RUNNER, words);
  }

  /** Returns the step in the form of the EMR API. */
  Map<String, Object> request() {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("Name", name);
    step.put("ActionOnFailure", onFailure.name());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("Jar", jar);
    run.put("Args", words);
    step.put("HadoopJarStep", run);
    return step;
  }

  /** Returns the step in the form of the client's option {@code --steps}. */
  Map<String, Object> draft() {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("Type", "CUSTOM_JAR");
    step.put("Name", name);
    step.put("ActionOnFailure", onFailure.name());
    step.put("Jar", jar);
    step.put("Args", words);
    return step;
  }
}
