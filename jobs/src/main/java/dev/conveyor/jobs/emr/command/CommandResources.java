package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.streaming.Address;
import java.util.List;
import java.util.Optional;

/**
 * The resources that a command uses where it runs.
 *
 * @param folders what it reads and writes
 * @param checkpoint the folder of its run's record, if it holds messages
 * @param shipped files that its options name
 */
public record CommandResources(
    EmrCommand.Kind kind,
    List<Address> addresses,
    List<String> folders,
    Optional<String> checkpoint,
    List<String> shipped) {
  public CommandResources {
    addresses = List.copyOf(addresses);
    folders = List.copyOf(folders);
    shipped = List.copyOf(shipped);
  }
}
