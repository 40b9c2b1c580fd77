package dev.conveyor.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code conveyor} itself: its commands do the work. */
@Command(
    name = "conveyor",
    description = "Queues and topics on Redis and ZeroMQ, and the jobs at their other end.",
    subcommands = {
      DemoCommand.class,
      FeedCommand.class,
      StreamCommand.class,
      BatchCommand.class,
      WorkCommand.class,
      QueueCommand.class,
      RelayCommand.class,
      BrokerCommand.class,
      AskCommand.class,
      KeygenCommand.class,
      SubmitEmrCommand.class,
      GenerateCompletion.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Conveyor.Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class Conveyor implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  boolean debug;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }

  /** What the build has written down: {@code version}, {@code spark} and {@code scala}. */
  static Properties build() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Conveyor.class.getResourceAsStream("build.properties")) {
      build.load(in);
    }
    return build;
  }

  /** From the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties build = build();
      return new String[] {
        "conveyor "
            + build.getProperty("version")
            + ", for Spark "
            + build.getProperty("spark")
            + " and Scala "
            + build.getProperty("scala")
      };
    }
  }
}
