package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.program.Program;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Joins words to one text, which Hadoop Streaming splits into the same words. Streaming knows
 * quotes but no backslashes. The text is thus a shell command in single quotes, without one inside.
 * The shell unsets Conveyor's variables, and the program replaces it.
 */
final class ShellText {
  private static final Predicate<String> IS_NAME =
      Pattern.compile("[A-Za-z_][A-Za-z_0-9]*").asMatchPredicate();
  private static final Pattern SPECIAL = Pattern.compile("[\\\\\"$`]");

  /** The shell variable that holds a single quote. */
  private static final String QUOTE = "quote_of_conveyor";

  private ShellText() {}

  static String of(List<String> words) {
    return of(words, System.getenv().keySet().stream().filter(Program::isOurs).sorted().toList());
  }

  static String of(List<String> words, List<String> hidden) {
    String quote = QUOTE + "=$(printf \"\\047\")";
    String unset =
        Stream.concat(Stream.of("unset"), hidden.stream().filter(IS_NAME))
            .collect(Collectors.joining(" "));
    String exec =
        words.stream().map(ShellText::quoted).collect(Collectors.joining(" ", "exec ", ""));
    String script = hidden.isEmpty() ? exec : unset + "; " + exec;
    boolean isQuoted = words.stream().anyMatch(word -> word.indexOf('\'') >= 0);
    return "/bin/sh -c '" + (isQuoted ? quote + "; " + script : script) + "'";
  }

  private static String quoted(String word) {
    String escaped = SPECIAL.matcher(word).replaceAll("\\\\$0");
    return '"' + escaped.replace("'", "${" + QUOTE + "}") + '"';
  }
}
