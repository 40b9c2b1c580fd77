package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.Build;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.Secrets;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command to run on EMR, with options common to all its services. */
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
      description = "Further jars for Spark: your own job's.")
  private List<String> jars = List.of();

  @Option(
      names = "--files",
      paramLabel = "S3-URI",
      split = ",",
      description = "Files for the working folders of Spark's driver and executors.")
  private List<String> files = List.of();

  String name() {
    return name;
  }

  /** Returns whether the words ask for a command's help, which is then printed. */
  boolean isHelpRequest(EmrTarget target, CommandSpec spec) {
    return reader(target, spec).isHelpRequest(words);
  }

  /** The command to run, for {@link EmrCommandParser#commands}. */
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
   * Refuses secrets in what the user has written.
   *
   * @throws UnsupportedOnEmrException if there is one
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

  /** The jar, for the line that its name or else this build tells. */
  JobJar jar() {
    Build build = Build.current();
    return JobJar.at(jar, build.scala(), build.version());
  }

  /**
   * Returns the settings of Spark.
   *
   * @throws MisuseException if a setting is none
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

  /** A class that comes with a jar of the user's is not here. */
  private boolean isHere(String job) {
    return !job.contains(".") || (jars.isEmpty() && !words.contains("-libjars"));
  }
}
