package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.demo.DemoCommand;
import dev.conveyor.jobs.emr.command.SubmitEmrCommand;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;

/** The top-level command {@code conveyor} with all subcommands. */
@Command(
    subcommands = {
      DemoCommand.class,
      FeedCommand.class,
      StreamCommand.class,
      BatchCommand.class,
      JobsCommand.class,
      WorkCommand.class,
      QueueCommand.class,
      CompactCommand.class,
      DeadCommand.class,
      RelayCommand.class,
      BrokerCommand.class,
      AskCommand.class,
      KeygenCommand.class,
      SubmitEmrCommand.class,
      GenerateCompletion.class
    })
final class Conveyor extends TopCommand {
  /** Returns the types of the subcommands. */
  static Stream<Class<?>> commands() {
    return Stream.of(Conveyor.class.getAnnotation(Command.class).subcommands());
  }
}
