package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JobName;
import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.stage.Job;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code jobs [JOB…]}, which lists jobs and their parameters. */
@Command(name = "jobs", description = "Lists jobs, and the parameters that --param sets.")
final class JobsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // JarsOption reads it before anything is parsed.
  @Mixin
  private JarsOption jars;

  @Parameters(
      paramLabel = "JOB",
      completionCandidates = JobName.All.class,
      description = JobName.DESCRIPTION + " Default: all built-in ones")
  private List<String> names;

  @Override
  public Integer call() {
    List<String> asked = new ArrayList<>();
    (names == null ? new JobName.All() : names).forEach(asked::add);
    PrintWriter out = spec.commandLine().getOut();
    for (String name : asked) {
      Job job = JobName.job(name);
      out.println(job.name());
      for (Parameter<?> parameter : job.declared()) {
        out.println("  " + parameter.description());
      }
    }
    return 0;
  }
}
