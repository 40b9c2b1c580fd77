package dev.conveyor.jobs.emr.command;

import dev.conveyor.jobs.emr.EmrCommand;
import dev.conveyor.streaming.Address;
import java.util.List;
import java.util.Optional;

/**
 * The resources that a command uses at run time.
 *
 * @param addresses the addresses that it reads
 * @param folders the files and folders that it reads and writes
 * @param checkpoint the checkpoint folder; empty if the command reads no address
 * @param shipped the files that its options ship to tasks
 * @param jars of its option {@code --jars}
 */
public record CommandResources(
    EmrCommand.Kind kind,
    List<Address> addresses,
    List<String> folders,
    Optional<String> checkpoint,
    List<String> shipped,
    List<String> jars) {
  public CommandResources {
    addresses = List.copyOf(addresses);
    folders = List.copyOf(folders);
    shipped = List.copyOf(shipped);
    jars = List.copyOf(jars);
  }
}
