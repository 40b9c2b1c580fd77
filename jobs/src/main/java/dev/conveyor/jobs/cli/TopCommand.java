package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Build;
import dev.conveyor.jobs.emr.command.SubmittableCommands;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command {@code conveyor}, which requires a subcommand, without any. */
@Command(
    name = "conveyor",
    description = "Queues and topics on Redis and ZeroMQ, and the jobs at their other end.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = TopCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND")
class TopCommand implements Runnable, SubmittableCommands {
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

  @Override
  public CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return Commands.commandLine(out, err);
  }

  /** The version of this build, with its Spark and Scala versions. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {
        "conveyor "
            + build.version()
            + ", for Spark "
            + build.spark()
            + " and Scala "
            + build.scala()
      };
    }
  }
}
