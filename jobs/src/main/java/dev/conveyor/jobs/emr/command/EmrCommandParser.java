package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.jobs.emr.Secrets;
import dev.conveyor.jobs.emr.UnsupportedOnEmrException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import dev.conveyor.jobs.console.MisuseException;

/** The words behind the options: one command of Conveyor, or several with --then between them. */
final class EmrCommandParser {
  private static final String THEN = "--then";

  private final EmrTarget places;
  private final Predicate<String> isHere;
  private final CommandLine commands;

  /**
   * @param isHere whether the class of that job is expected on this class path
   */
  EmrCommandParser(EmrTarget places, Predicate<String> isHere, CommandLine commands) {
    this.places = places;
    this.isHere = isHere;
    this.commands = commands;
  }

  /**
   * Reads them as the commands themselves would.
   *
   * @throws CommandLine.ParameterException if a command does not know a word
   * @throws MisuseException if it could not be run
   * @throws UnsupportedOnEmrException if it could not be run there
   */
  List<EmrCommand> errands(List<String> words) {
    List<EmrCommand> errands = new ArrayList<>();
    List<String> rest = words;
    for (int end = rest.indexOf(THEN); end >= 0; end = rest.indexOf(THEN)) {
      errands.add(errand(rest.subList(0, end)));
      rest = rest.subList(end + 1, rest.size());
    }
    errands.add(errand(rest));
    return errands;
  }

  /** Returns whether they ask for a command's help, which is then printed. */
  boolean areForHelp(List<String> words) {
    if (!isPortable(words)) {
      return false;
    }
    try {
      return CommandLine.executeHelpRequest(commands.parseArgs(words.toArray(String[]::new)))
          != null;
    } catch (CommandLine.ParameterException e) {
      return false;
    }
  }

  private boolean isPortable(List<String> words) {
    CommandLine named = words.isEmpty() ? null : commands.getSubcommands().get(words.get(0));
    return named != null && named.getCommand() instanceof EmrSubmittable;
  }

  private EmrCommand errand(List<String> words) {
    if (!isPortable(words)) {
      throw new UnsupportedOnEmrException(
          "cannot run "
              + (words.isEmpty() ? "no command" : words.get(0))
              + " on EMR: batch and stream run there; write one of these with its words");
    }
    for (String word : words) {
      if (word.startsWith("@") || word.startsWith("--from=@")) {
        throw new UnsupportedOnEmrException(
            "cannot read an address from file "
                + word.substring(word.indexOf('@') + 1)
                + " on EMR: the file is here; write the address, and its password as"
                + " &secret=arn:aws:secretsmanager:…");
      }
    }
    String[] checked = words.stream().map(Secrets::withoutReference).toArray(String[]::new);
    ParseResult read = commands.parseArgs(checked).subcommand();
    EmrSubmittable command = (EmrSubmittable) read.commandSpec().userObject();
    CommandResources footprint = command.footprint(isHere);
    places.check(footprint);
    return new EmrCommand(footprint.kind(), words);
  }
}
