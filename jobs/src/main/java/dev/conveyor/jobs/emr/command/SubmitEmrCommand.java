package dev.conveyor.jobs.emr.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code submit-emr step|cluster|serverless}, which submits commands to EMR. */
@Command(
    name = SubmitEmrCommand.NAME,
    description = "Submits batches and streams to EMR, by your own aws client.",
    subcommands = {EmrStepCommand.class, EmrClusterCommand.class, EmrServerlessCommand.class})
public final class SubmitEmrCommand implements Runnable {
  public static final String NAME = "submit-emr";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "it needs a target; use one of: step, cluster, serverless");
  }
}
