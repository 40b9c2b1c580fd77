package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Failures;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.OutputException;
import dev.conveyor.jobs.console.StandardError;
import dev.conveyor.jobs.console.StandardOutput;
import dev.conveyor.jobs.emr.command.SubmitEmrCommand;
import dev.conveyor.jobs.files.UserJars;
import dev.conveyor.jobs.options.AddressConverter;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.feed.FeedRate;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The entry point to the command line on a supported Java; {@link Main} calls it. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a command and exits the process with its exit code. {@link Main} calls it by reflection.
   * Returns only during shutdown, or on success of a Spark driver in cluster mode.
   */
  static void start(String[] words) {
    int code = run(StandardOutput.open(), StandardError.open(), words);
    // During shutdown the signal determines the exit code; System.exit could replace it.
    if (!Interruption.isUnderWay() && (code != 0 || !isInsideCluster())) {
      System.exit(code);
    }
  }

  /**
   * Returns whether this process is a Spark driver in cluster mode. YARN reports such a driver as
   * failed if it calls {@link System#exit}, even with code 0.
   */
  private static boolean isInsideCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * Runs a command and returns its exit code, also if the command throws. Sets the default locale
   * of the JVM to {@link Locale#ROOT}.
   */
  public static int run(PrintWriter out, PrintWriter err, String... words) {
    // Hadoop, Spark and S3A format file names and headers with the digits of the default locale.
    Locale.setDefault(Locale.ROOT);
    CommandLine whole = configured(commandNamed(words), out, err);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Optional<String> refusal = ReceivedText.refusal(words);
      if (refusal.isPresent()) {
        return Failures.misused(new ParameterException(whole, refusal.get()), words);
      }
      thread.setContextClassLoader(withJars(before, words));
      return whole.execute(words);
    } catch (MisuseException e) {
      String name = words.length == 0 ? "" : words[0];
      CommandLine named = whole.getSubcommands().getOrDefault(name, whole);
      return Failures.misused(new ParameterException(named, e.getMessage()), words);
    } catch (Error e) {
      return Failures.failed(e, whole);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Returns a class loader with the user's jars. Those of a command for EMR are not here. */
  private static ClassLoader withJars(ClassLoader parent, String... words) {
    if (words.length > 0 && words[0].equals(SubmitEmrCommand.NAME)) {
      return parent;
    }
    try {
      return UserJars.loader(JarsOption.in(words), parent, isInsideCluster());
    } catch (IllegalArgumentException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  /** Runs the command or prints its help, then flushes its output; returns the exit code. */
  private static int runLast(ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    try {
      int code = new CommandLine.RunLast().execute(parsed);
      command.getOut().flush();
      return code;
    } catch (OutputException | Error e) { // Picocli passes these to no handler.
      return Failures.failed(e, command(parsed));
    }
  }

  private static CommandLine command(ParseResult parsed) {
    return parsed.hasSubcommand()
        ? command(parsed.subcommand())
        : parsed.commandSpec().commandLine();
  }

  /** Returns a new command line with all commands, which writes to the given writers. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return configured(new CommandLine(new Conveyor()), out, err);
  }

  /**
   * Returns a command line with the command that the first word names, or else with all. To read
   * the options of all would take a short command a fifth of its start.
   */
  private static CommandLine commandNamed(String... words) {
    return Conveyor.commands()
        .filter(command -> words.length > 0 && words[0].equals(nameOf(command)))
        .filter(command -> command != GenerateCompletion.class) // It is about all of them.
        .findFirst()
        .map(command -> new CommandLine(new TopCommand()).addSubcommand(command))
        .orElseGet(() -> new CommandLine(new Conveyor()));
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine configured(CommandLine whole, PrintWriter out, PrintWriter err) {
    // The words after its own options belong to the submitted command.
    Optional.ofNullable(whole.getSubcommands().get(SubmitEmrCommand.NAME))
        .ifPresent(submit -> submit.setStopAtPositional(true));
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
}
