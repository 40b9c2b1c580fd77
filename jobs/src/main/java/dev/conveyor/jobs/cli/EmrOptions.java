package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.Secrets;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be run, whatever part of EMR runs it. */
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

  /** Whether the words ask for a command's help, which is then printed. */
  boolean areForHelp(EmrPlaces places, CommandSpec spec) {
    return reader(places, spec).areForHelp(words);
  }

  /** What is to be run, as {@link EmrWords#errands} reads it. */
  List<EmrCommand> errands(EmrPlaces places, CommandSpec spec) {
    return reader(places, spec).errands(words);
  }

  private EmrWords reader(EmrPlaces places, CommandSpec spec) {
    return new EmrWords(
        places, this::isHere, spec.commandLine().getOut(), spec.commandLine().getErr());
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
    try {
      Properties build = Conveyor.build();
      return JobJar.at(jar, build.getProperty("scala"), build.getProperty("version"));
    } catch (IOException e) {
      throw new UnsupportedOnEmrException(
          "cannot tell the version of this build: " + e.getMessage());
    }
  }

  /**
   * What Spark is told.
   *
   * @throws MisuseException if a setting is none
   */
  SparkOptions spark(EmrPlaces places) {
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
    jars.forEach(places::check);
    files.forEach(places::check);
    return new SparkOptions(named, jars, files);
  }

  /** A class that comes with a jar of the user's is not here. */
  private boolean isHere(String job) {
    return !job.contains(".") || (jars.isEmpty() && !words.contains("-libjars"));
  }
}
