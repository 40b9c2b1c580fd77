package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.OnError;
import picocli.CommandLine.Option;

/** The options for records on which a job throws. */
public final class ErrorOptions {
  @Option(
      names = "--on-error",
      paramLabel = "fail|dead",
      defaultValue = "fail",
      description =
          "What to do when a job throws an exception or error on a record: fail the batch, or keep"
              + " the record as a dead letter and continue. Default: ${DEFAULT-VALUE}")
  private OnError onError;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often to try a record on which a job throws before --on-error applies."
              + " Default: ${DEFAULT-VALUE}")
  private int attempts;

  /**
   * Returns the policy for any job.
   *
   * @throws MisuseException if the number of attempts is less than 1
   */
  public ErrorPolicy policy() {
    if (attempts < 1) {
      throw new MisuseException(
          "cannot try a record " + attempts + " times; give --attempts 1 or more");
    }
    return new ErrorPolicy(onError, attempts);
  }

  /**
   * Returns the policy for this job.
   *
   * @throws MisuseException if the number of attempts is less than 1, or the job runs programs and
   *     the policy is not the default
   */
  public ErrorPolicy policy(Job job) {
    ErrorPolicy policy = policy();
    if (Programs.areRunBy(job) && !policy.equals(ErrorPolicy.FAIL)) {
      throw new MisuseException(
          "cannot run job "
              + job
              + " with "
              + (onError == OnError.DEAD ? "--on-error dead" : "--attempts " + attempts)
              + ": a program that fails does not say on which record; leave the option out and let"
              + " the program skip what it cannot read");
    }
    return policy;
  }
}
