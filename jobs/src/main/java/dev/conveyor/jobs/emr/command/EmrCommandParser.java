package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.Secrets;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import dev.conveyor.jobs.options.JarsOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Parses the commands to submit: one command of Conveyor, or several separated by --then. */
final class EmrCommandParser {
  private static final String THEN = "--then";
  private static final Pattern ADDRESS_FILE = Pattern.compile("(--[a-z-]+=)?@");

  private final EmrTarget target;
  private final Predicate<String> isHere;
  private final CommandLine commandLine;

  /**
   * @param isHere tests whether the class of a job must be on this class path
   * @param commandLine parses the commands, and runs none
   */
  EmrCommandParser(EmrTarget target, Predicate<String> isHere, CommandLine commandLine) {
    this.target = target;
    this.isHere = isHere;
    this.commandLine = commandLine;
  }

  /**
   * Parses and checks commands without running them.
   *
   * @return at least one command, in the order of the words
   * @throws CommandLine.ParameterException if a command's arguments cannot be parsed
   * @throws MisuseException if a command cannot run anywhere
   * @throws UnsupportedOnEmrException if a command cannot run on EMR
   */
  List<EmrCommand> commands(List<String> words) {
    List<EmrCommand> commands = new ArrayList<>();
    List<String> rest = words;
    for (int end = rest.indexOf(THEN); end >= 0; end = rest.indexOf(THEN)) {
      commands.add(command(rest.subList(0, end)));
      rest = rest.subList(end + 1, rest.size());
    }
    commands.add(command(rest));
    return commands;
  }

  /** Prints the help of a command if the words request it; returns whether they do. */
  boolean isHelpRequest(List<String> words) {
    if (!isSubmittable(words)) {
      return false;
    }
    try {
      return CommandLine.executeHelpRequest(commandLine.parseArgs(words.toArray(String[]::new)))
          != null;
    } catch (CommandLine.ParameterException e) {
      return false;
    }
  }

  private boolean isSubmittable(List<String> words) {
    CommandLine named = words.isEmpty() ? null : commandLine.getSubcommands().get(words.get(0));
    return named != null && named.getCommand() instanceof EmrSubmittable;
  }

  private EmrCommand command(List<String> words) {
    if (!isSubmittable(words)) {
      throw new UnsupportedOnEmrException(
          "cannot run "
              + (words.isEmpty() ? "no command" : words.get(0))
              + " on EMR: batch and stream run there; write one of these with its words");
    }
    for (String word : words) {
      if (ADDRESS_FILE.matcher(word).lookingAt()) {
        throw new UnsupportedOnEmrException(
            "cannot read an address from file "
                + word.substring(word.indexOf('@') + 1)
                + " on EMR: the file is here; write the address, and its password as"
                + " &secret=arn:aws:secretsmanager:…");
      }
    }
    String[] checked = words.stream().map(Secrets::withoutReference).toArray(String[]::new);
    ParseResult read = commandLine.parseArgs(checked).subcommand();
    EmrSubmittable submittable = (EmrSubmittable) read.commandSpec().userObject();
    CommandResources resources = submittable.resources(isHere);
    target.check(resources);
    return new EmrCommand(resources.kind(), JarsOption.without(words), resources.jars());
  }
}
