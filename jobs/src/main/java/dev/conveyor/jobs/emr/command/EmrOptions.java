package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.Build;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.Secrets;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.jobs.options.JarsOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands to run on EMR, and the options that all its services share. */
final class EmrOptions {
  @Parameters(
      paramLabel = "COMMAND…",
      arity = "1..*",
      hideParamSyntax = true,
      description = "batch or stream with all its words; --then COMMAND… for a further step.")
  private List<String> words;

  @Option(
      names = "--jar",
      paramLabel = "S3-URI",
      required = true,
      description = "The application jar, uploaded: s3://BUCKET/…/conveyor-jobs_2.12-….jar")
  private String jar;

  @Option(names = "--name", paramLabel = "TEXT", description = "What EMR shows of it.")
  private String name = "";

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, for example spark.executor.memory=4g")
  private List<String> settings = List.of();

  @Option(
      names = "--jars",
      paramLabel = "S3-URI",
      split = ",",
      description = "Jars of your own jobs, for each command that is submitted.")
  private List<String> jars = List.of();

  @Option(
      names = "--files",
      paramLabel = "S3-URI",
      split = ",",
      description = "Files for the working folders of Spark's driver and executors.")
  private List<String> files = List.of();

  /** Returns the name for EMR; empty if the option is not set. */
  String name() {
    return name;
  }

  /** Prints the help of a command if the words request it; returns whether they do. */
  boolean isHelpRequest(EmrTarget target, CommandSpec spec) {
    return reader(target, spec).isHelpRequest(words);
  }

  /** Parses the commands to run, see {@link EmrCommandParser#commands}. */
  List<EmrCommand> commands(EmrTarget target, CommandSpec spec) {
    return reader(target, spec).commands(words);
  }

  private EmrCommandParser reader(EmrTarget target, CommandSpec spec) {
    SubmittableCommands top = (SubmittableCommands) spec.root().userObject();
    CommandLine commands =
        top.commandLine(spec.commandLine().getOut(), spec.commandLine().getErr());
    return new EmrCommandParser(target, this::isHere, commands);
  }

  /**
   * Checks that the arguments hold no secret.
   *
   * @param further arguments besides the ones of these options
   * @throws UnsupportedOnEmrException if one does
   */
  void refuseSecrets(List<String> further) {
    List<String> all = new ArrayList<>(words);
    all.addAll(settings);
    all.addAll(jars);
    all.addAll(files);
    all.add(jar);
    all.add(name);
    all.addAll(further);
    Secrets.refuseIn(all);
  }

  /**
   * Returns the application jar. The Scala version is that of its file name, or else of this build.
   *
   * @throws UnsupportedOnEmrException if it is not a jar in S3
   */
  JobJar jar() {
    Build build = Build.current();
    return JobJar.at(jar, build.scala(), build.version());
  }

  /**
   * Returns the options for {@code spark-submit}.
   *
   * @throws MisuseException if a setting is not {@code spark.NAME=VALUE}
   * @throws UnsupportedOnEmrException if the service cannot reach a jar or file
   */
  SparkOptions spark(EmrTarget target) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1 || !setting.startsWith("spark.")) {
        throw new MisuseException(
            "cannot set \""
                + setting
                + "\": Spark takes spark.NAME=VALUE; write spark.hadoop.NAME=VALUE for Hadoop's");
      }
      named.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    jars.forEach(target::check);
    files.forEach(target::check);
    return new SparkOptions(named, jars, files);
  }

  /** Returns whether the class of a job must be on this class path, not in the user's jars. */
  private boolean isHere(String job) {
    return !job.contains(".")
        || (jars.isEmpty()
            && !words.contains("-libjars")
            && JarsOption.without(words).equals(words));
  }
}
