package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.EmrStep;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for the steps of a cluster. */
final class StepOptions {
  private static final SparkOptions NONE = new SparkOptions(Map.of(), List.of(), List.of());

  @Option(
      names = "--on-failure",
      paramLabel = "ACTION",
      defaultValue = "CONTINUE",
      description =
          "What the cluster does when a step fails: CONTINUE with the next, CANCEL_AND_WAIT or"
              + " TERMINATE_CLUSTER. Default: ${DEFAULT-VALUE}")
  private EmrStep.OnFailure onFailure;

  /**
   * Returns a step for each command, in their order.
   *
   * @throws UnsupportedOnEmrException if there are options of Spark but no Spark command
   */
  List<EmrStep> of(CommandSpec spec, EmrOptions options, JobJar jar, SparkOptions spark) {
    List<EmrCommand> commands = options.commands(EmrTarget.CLUSTER, spec);
    if (!spark.withoutJars().equals(NONE)
        && commands.stream().allMatch(command -> command.kind() == EmrCommand.Kind.HADOOP_BATCH)) {
      throw new UnsupportedOnEmrException(
          "cannot tell Hadoop what --conf or --files say: they are Spark's; write -D or -files among"
              + " the words of the batch");
    }
    return commands.stream()
        .map(command -> EmrStep.of(command, jar, spark, onFailure, options.name()))
        .toList();
  }
}
