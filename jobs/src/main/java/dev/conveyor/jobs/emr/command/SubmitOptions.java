package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.emr.AwsClient;
import dev.conveyor.jobs.emr.EmrException;
import dev.conveyor.jobs.emr.EmrRunState;
import dev.conveyor.jobs.emr.RunFollower;
import dev.conveyor.jobs.emr.StartedRun;
import dev.conveyor.jobs.emr.Submission;
import dev.conveyor.jobs.emr.SubmittedRun;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.streaming.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for submitting a command and following its runs. */
final class SubmitOptions {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  @Option(
      names = "--dry-run",
      description = "Print the request that would be sent, and send nothing.")
  private boolean isDry;

  @Option(
      names = "--wait",
      description = "Follow the run to its end: exit code 0 if it succeeds, 1 if not.")
  private boolean isFollowed;

  @Option(
      names = "--poll",
      paramLabel = "SPAN",
      defaultValue = "30s",
      description = "How long to wait between two looks at it. Default: ${DEFAULT-VALUE}")
  private Duration between;

  @Option(
      names = "--aws-option",
      paramLabel = "WORDS",
      description =
          "Further options for each call of the aws client: '--region eu-central-1 --profile ours'")
  private List<String> options = List.of();

  /**
   * Sends a submission, or with {@code --dry-run} prints it. With {@code --wait}, returns when its
   * runs have succeeded.
   *
   * @param made creates the submission
   * @return the exit code, 0
   * @throws MisuseException if the arguments do not make a valid submission
   * @throws EmrException if a request or, with {@code --wait}, a run fails
   */
  int send(CommandSpec spec, Supplier<Submission> made) throws InterruptedException {
    if (between.compareTo(SHORTEST) < 0) {
      throw new MisuseException("cannot check a run more often; give --poll 100ms or more");
    }
    PrintWriter err = spec.commandLine().getErr();
    AwsClient aws =
        new AwsClient(
            options.stream()
                .flatMap(words -> List.of(words.strip().split("\\s+", -1)).stream())
                .toList());
    try (Interruption interruption = Interruption.reaches(Thread.currentThread())) {
      Submission submission = made.get().within(aws, err::println);
      PrintWriter out = spec.commandLine().getOut();
      if (isDry) {
        out.println(Json.lines(submission.request()));
        return 0;
      }
      return follow(submit(submission, aws, err), aws, out, err);
    } catch (UnsupportedOnEmrException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  private static SubmittedRun submit(Submission submission, AwsClient aws, PrintWriter err)
      throws InterruptedException {
    try {
      return submission.submit(aws);
    } catch (InterruptedException e) {
      err.println("interrupted while submitting: look at EMR whether the run is there");
      throw e;
    }
  }

  private int follow(SubmittedRun submitted, AwsClient aws, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    submitted.ids().forEach(out::println);
    for (StartedRun run : submitted.runs()) {
      err.println("submitted " + run.id() + "; logs: " + run.logs());
      if (!isFollowed) {
        err.println("cancel it with: " + run.cancellation());
      }
    }
    if (isFollowed) {
      for (StartedRun run : submitted.runs()) {
        end(run, aws, err);
      }
    }
    return 0;
  }

  /**
   * Follows a run to its end.
   *
   * @throws EmrException if the run does not succeed
   */
  private void end(StartedRun run, AwsClient aws, PrintWriter err) throws InterruptedException {
    EmrRunState state;
    try {
      state =
          new RunFollower(run, aws, seen -> err.println(run.id() + " is " + seen.name()))
              .toEnd(between);
    } catch (InterruptedException e) {
      err.println(
          "no longer following "
              + run.id()
              + ", which goes on; cancel it with: "
              + run.cancellation());
      throw e;
    }
    if (!state.isDone()) {
      throw new EmrException(
          "cannot finish "
              + run.id()
              + ": it is "
              + state.name()
              + (state.reason().isEmpty() ? "" : ", " + state.reason().replaceAll("\\s+", " "))
              + "; see its logs: "
              + run.logs());
    }
  }
}
