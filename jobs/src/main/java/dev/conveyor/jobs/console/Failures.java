package dev.conveyor.jobs.console;

import dev.conveyor.jobs.stage.ErrorAdvice;
import dev.conveyor.jobs.stage.ErrorText;
import dev.conveyor.streaming.AddressException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints a failure as one line without secrets, and determines the exit code. */
public final class Failures {
  public static final int FAILED = 1;
  static final int MISUSED = 2;

  /** The exit code that a shell reports for a program ended by SIGPIPE. */
  public static final int CLOSED_PIPE = 141;

  /** The user and password before the {@code @} of an address. */
  private static final Pattern SECRET = Pattern.compile("(:/+)[^\\s@]*:\\S*@");

  /** A secret in a parameter of an address, unless it is the ARN of a secret. */
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)([?&](?:secret|password)=)(?!arn:)[^&\\s:]*");

  private Failures() {}

  /**
   * Prints invalid arguments as one line, which names the help to see.
   *
   * @param words the whole command line
   * @return the exit code for misuse
   */
  public static int misused(ParameterException e, String[] words) {
    CommandLine command = e.getCommandLine();
    String said = oneLine(withVisibleWords(Misuse.message(e), List.of(words)));
    command.getErr().println(withHelp(said, command));
    return MISUSED;
  }

  /**
   * Prints a failure as one line; with {@code --debug}, the stack trace first. Omits the line
   * during shutdown and prints nothing for a closed pipe.
   *
   * @return the exit code: for misuse if the arguments or an address are at fault
   */
  public static int failed(Throwable e, CommandLine command) {
    if (e instanceof OutputException output && output.isClosedPipe()) {
      return CLOSED_PIPE;
    }
    PrintWriter err = command.getErr();
    if (isDebugging(command)) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      err.print(withoutSecret(trace.toString()));
    }
    if (Interruption.isUnderWay()) {
      return FAILED;
    }
    ParseResult parsed = command.getParseResult();
    String said =
        oneLine(
            withVisibleWords(e.getMessage(), parsed == null ? List.of() : parsed.originalArgs()));
    if (e instanceof AddressException || e instanceof MisuseException) {
      err.println(withHelp(said, command));
      return MISUSED;
    }
    if (said.startsWith("cannot ")) {
      err.println(said);
    } else {
      err.println(
          "cannot finish "
              + command.getCommandName()
              + ": "
              + e.getClass().getSimpleName()
              + ": "
              + said
              + "; "
              + ErrorAdvice.on(e).orElse("--debug shows where"));
    }
    return FAILED;
  }

  private static String withHelp(String said, CommandLine command) {
    return said + "; see " + command.getCommandSpec().qualifiedName() + " --help";
  }

  private static boolean isDebugging(CommandLine command) {
    OptionSpec debug = command.getCommandSpec().root().findOption("--debug");
    return debug != null && Boolean.TRUE.equals(debug.getValue());
  }

  /** Escapes the arguments in a message, so that their line breaks do not cut it. */
  private static String withVisibleWords(String message, List<String> words) {
    String visible = String.valueOf(message);
    for (String word : words) {
      visible = visible.replace(word, ErrorText.visible(word));
    }
    return visible;
  }

  private static String oneLine(String message) {
    String line = String.valueOf(message).strip().lines().findFirst().orElse("");
    return withoutSecret(line);
  }

  private static String withoutSecret(String text) {
    String named = SECRET_PARAMETER.matcher(text).replaceAll("$1…");
    return SECRET.matcher(named).replaceAll("$1…@");
  }
}
