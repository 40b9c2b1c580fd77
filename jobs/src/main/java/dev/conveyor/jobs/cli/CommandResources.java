package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import java.util.List;
import java.util.Optional;

/**
 * What a command uses where it runs.
 *
 * @param folders what it reads and writes
 * @param record the folder of its run's record, if it holds messages
 * @param shipped files that its options name
 */
record CommandResources(
    Engine engine,
    List<String> jobs,
    List<Address> addresses,
    List<String> folders,
    Optional<String> record,
    List<String> shipped) {
  CommandResources {
    jobs = List.copyOf(jobs);
    addresses = List.copyOf(addresses);
    folders = List.copyOf(folders);
    shipped = List.copyOf(shipped);
  }
}
