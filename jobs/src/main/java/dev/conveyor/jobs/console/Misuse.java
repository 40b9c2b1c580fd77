package dev.conveyor.jobs.console;

import dev.conveyor.streaming.NearestWord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Describes arguments that picocli cannot parse, each as one clause with the nearest right word.
 */
final class Misuse {
  private Misuse() {}

  /** Returns the message without its advice to see the help. */
  static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    Optional<String> subcommand = unknownSubcommand(command);
    if (e instanceof UnmatchedArgumentException && subcommand.isPresent()) {
      return unknownCommand(subcommand.get(), command);
    }
    if (e instanceof UnmatchedArgumentException || e instanceof MissingParameterException) {
      Optional<String> option = unknownOption(command);
      if (option.isPresent()) {
        return unknownOption(option.get(), command.getCommandSpec());
      }
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      return "cannot run " + name + " with " + MisuseException.shown(word) + ": one word too many";
    }
    if (e instanceof MissingParameterException missing && hasNoValue(missing)) {
      ArgSpec option = missing.getMissing().get(0);
      return "cannot use "
          + ((OptionSpec) option).longestName()
          + ": it needs a value "
          + option.paramLabel();
    }
    if (e instanceof MissingParameterException missing) {
      return "cannot run "
          + name
          + " without "
          + missing.getMissing().stream().map(Misuse::shown).collect(Collectors.joining(" and "));
    }
    if (e.getArgSpec() instanceof OptionSpec option && option.typeInfo().isEnum()) {
      return unknownValue(option, e);
    }
    if (e.getArgSpec() instanceof OptionSpec option && isWholeNumber(option)) {
      return "cannot use "
          + option.longestName()
          + " "
          + MisuseException.shown(String.valueOf(e.getValue()))
          + ": it is no whole number, or too large";
    }
    int cannot = String.valueOf(e.getMessage()).indexOf("cannot ");
    if (cannot < 0
        && e.getCause() instanceof TypeConversionException bad
        && e.getArgSpec() instanceof OptionSpec option) {
      return unusableValue(option, e.getValue(), bad);
    }
    return cannot >= 0
        ? e.getMessage().substring(cannot)
        : "cannot run " + name + ": " + e.getMessage();
  }

  /** Returns the first word, where a subcommand was needed; the words after it belong to that. */
  private static Optional<String> unknownSubcommand(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Optional.empty()
        : command.getUnmatchedArguments().stream()
            .findFirst()
            .filter(word -> word.length() < 2 || !word.startsWith("-"));
  }

  /**
   * Returns the first argument that looks like an option and is none, without its value. A required
   * option counts as missing before picocli reports this.
   */
  private static Optional<String> unknownOption(CommandLine command) {
    return command.getUnmatchedArguments().stream()
        .filter(word -> word.length() > 1 && word.startsWith("-"))
        .map(word -> word.split("=", 2)[0])
        .findFirst();
  }

  private static String unknownOption(String seen, CommandSpec spec) {
    TreeSet<String> known = new TreeSet<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        known.addAll(Arrays.asList(option.names()));
      }
    }
    return "cannot use "
        + seen
        + ": unknown option"
        + NearestWord.to(seen, known).map(near -> "; try " + near).orElse("");
  }

  private static String unknownCommand(String seen, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String above = spec.parent() == null ? "" : spec.qualifiedName().replaceFirst("^\\S+ ", "");
    return "cannot run "
        + (above.isEmpty() ? "" : above + " ")
        + MisuseException.shown(seen)
        + ": unknown command"
        + Optional.of("--" + seen)
            .filter(option -> spec.findOption(option) != null)
            .or(() -> NearestWord.to(seen, command.getSubcommands().keySet()))
            .map(near -> "; try " + near)
            .orElse("");
  }

  /** Returns whether an option is the last word, or another option follows it. */
  private static boolean hasNoValue(MissingParameterException e) {
    return e.getMissing().size() == 1
        && e.getMissing().get(0) instanceof OptionSpec option
        && (!option.required() || e.getMessage().contains(" parameter for option "));
  }

  private static String unusableValue(
      OptionSpec option, String value, TypeConversionException reason) {
    String quoted = "\"" + value + "\"";
    String said = String.valueOf(reason.getMessage());
    return "cannot use "
        + option.longestName()
        + " "
        + quoted
        + ": "
        + (said.startsWith(quoted) ? "it" + said.substring(quoted.length()) : said);
  }

  private static boolean isWholeNumber(OptionSpec option) {
    return option.converters().length == 0
        && List.of(int.class, Integer.class, long.class, Long.class).contains(option.type());
  }

  private static String unknownValue(OptionSpec option, ParameterException e) {
    List<String> known =
        Arrays.stream(option.type().getEnumConstants())
            .map(value -> value.toString().toLowerCase(Locale.ROOT))
            .toList();
    String seen = String.valueOf(e.getValue());
    return "cannot use "
        + option.longestName()
        + " "
        + MisuseException.shown(seen)
        + ": unknown; "
        + NearestWord.advice(seen, known);
  }

  private static String shown(ArgSpec missing) {
    return missing instanceof OptionSpec option
        ? Arrays.stream(option.names()).max(Comparator.comparingInt(String::length)).orElseThrow()
            + " "
            + option.paramLabel()
        : missing.paramLabel();
  }
}
