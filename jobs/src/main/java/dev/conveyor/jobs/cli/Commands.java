package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Failures;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.OutputException;
import dev.conveyor.jobs.console.StandardOutput;
import dev.conveyor.jobs.emr.command.SubmitEmrCommand;
import dev.conveyor.jobs.options.AddressConverter;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.feed.FeedRate;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The whole command line, in a process of its own. {@code Main} comes before it. */
public final class Commands {
  private Commands() {}

  /** Runs a command and ends the process with its exit code. Found by its name. */
  static void start(String[] words) {
    int code = run(StandardOutput.open(), standardError(), words);
    // A process that is ending has its code from the signal: the JVM would take a later one.
    if (!Interruption.isUnderWay() && (code != 0 || !isInsideCluster())) {
      System.exit(code);
    }
  }

  /** YARN takes an exit for a failure of the driver that it runs, whatever the code. */
  private static boolean isInsideCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Runs a command, writing to these; returns its exit code, whatever the command throws. */
  public static int run(PrintWriter out, PrintWriter err, String... words) {
    // Hadoop, Spark and S3A write names of files and headers with the digits of the default locale.
    Locale.setDefault(Locale.ROOT);
    CommandLine whole = commandLine(out, err);
    try {
      Optional<String> refusal = ReceivedText.refusal(words);
      return refusal.isPresent()
          ? Failures.misused(new ParameterException(whole, refusal.get()), words)
          : whole.execute(words);
    } catch (Error e) {
      return Failures.failed(e, whole);
    }
  }

  /** Runs the command, or prints its help. Its output is written when this returns. */
  private static int runLast(ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    try {
      int code = new CommandLine.RunLast().execute(parsed);
      command.getOut().flush();
      return code;
    } catch (OutputException | Error e) { // What picocli hands to no handler.
      return Failures.failed(e, command(parsed));
    }
  }

  private static CommandLine command(ParseResult parsed) {
    return parsed.hasSubcommand()
        ? command(parsed.subcommand())
        : parsed.commandSpec().commandLine();
  }

  /** The whole command line, writing to these. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine whole = new CommandLine(new Conveyor());
    // What follows its own options is another command's.
    whole.getSubcommands().get(SubmitEmrCommand.NAME).setStopAtPositional(true);
    return whole
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, converter(TimeSpan::parse))
        .registerConverter(Address.class, new AddressConverter())
        .registerConverter(FeedRate.class, converter(FeedRate::parse))
        .setExecutionStrategy(Commands::runLast)
        .setParameterExceptionHandler(Failures::misused)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.failed(e, command));
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** Words of any script come out as they are, whatever the locale. */
  private static PrintWriter standardError() {
    return new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }
}
