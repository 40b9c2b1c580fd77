package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.JobJar;
import dev.conveyor.jobs.emr.ServerlessApplication;
import dev.conveyor.jobs.emr.SparkOptions;
import dev.conveyor.jobs.emr.Submission;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code submit-emr serverless --application ID --role ARN COMMAND…}. */
@Command(name = "serverless", description = "Starts a run on an application of EMR Serverless.")
final class EmrServerlessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private EmrOptions options;
  @Mixin private SubmitOptions sending;

  @Option(
      names = "--application",
      paramLabel = "ID",
      required = true,
      description = "The application.")
  private String application;

  @Option(
      names = "--role",
      paramLabel = "ARN",
      required = true,
      description = "The role that the run has.")
  private String role;

  @Option(
      names = "--log-uri",
      paramLabel = "S3-URI",
      description = "A folder for logs. Default: EMR keeps them for some days")
  private String logUri = "";

  @Option(
      names = "--timeout",
      paramLabel = "SPAN",
      description =
          "EMR cancels the run after this long; 0m: never. Default: 12h, for a stream never")
  private Duration timeout;

  @Override
  public Integer call() throws InterruptedException {
    if (options.isHelpRequest(EmrTarget.SERVERLESS, spec)) {
      return 0;
    }
    return sending.send(spec, this::submission);
  }

  private Submission submission() {
    options.refuseSecrets(List.of(logUri));
    JobJar jar = options.jar();
    SparkOptions spark = options.spark(EmrTarget.SERVERLESS);
    EmrTarget.checkLogs(logUri);
    EmrCommand command = command();
    boolean isStream = command.kind().isStream();
    return new ServerlessApplication(
        application,
        role,
        logUri,
        options.name(),
        minutes(isStream ? OptionalLong.of(0) : OptionalLong.empty()),
        isStream ? ServerlessApplication.Restart.AS_A_STREAM : ServerlessApplication.Restart.NEVER,
        jar,
        spark,
        command);
  }

  private EmrCommand command() {
    List<EmrCommand> commands = options.commands(EmrTarget.SERVERLESS, spec);
    if (commands.size() > 1) {
      throw new UnsupportedOnEmrException(
          "cannot run "
              + commands.size()
              + " commands in one run of EMR Serverless; submit them one after the other, with"
              + " --wait");
    }
    return commands.get(0);
  }

  private OptionalLong minutes(OptionalLong usual) {
    if (timeout == null) {
      return usual;
    }
    if (timeout.toSeconds() % 60 != 0) {
      throw new UnsupportedOnEmrException(
          "cannot cancel a run after " + timeout.toSeconds() + " s: EMR counts minutes; give some");
    }
    return OptionalLong.of(timeout.toMinutes());
  }
}
