package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrStep;
import dev.conveyor.jobs.emr.ExistingCluster;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.Submission;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code submit-emr step --cluster ID COMMAND…}, for an existing cluster. */
@Command(name = "step", description = "Adds steps to a cluster of EMR on EC2.")
final class EmrStepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private EmrOptions options;
  @Mixin private StepOptions steps;
  @Mixin private SubmitOptions sending;

  @Option(
      names = "--cluster",
      paramLabel = "ID",
      required = true,
      description = "The cluster, j-….")
  private String cluster;

  @Override
  public Integer call() throws InterruptedException {
    if (options.isHelpRequest(EmrTarget.CLUSTER, spec)) {
      return 0;
    }
    return sending.send(spec, this::submission);
  }

  private Submission submission() {
    options.refuseSecrets(List.of());
    JobJar jar = options.jar();
    SparkOptions spark = options.spark(EmrTarget.CLUSTER);
    List<EmrStep> made = steps.of(spec, options, jar, spark);
    return new ExistingCluster(cluster, jar, made);
  }
}
