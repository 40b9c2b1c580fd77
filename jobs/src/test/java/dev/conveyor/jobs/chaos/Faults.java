package dev.conveyor.jobs.chaos;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue of faults. */
final class Faults {
  private Faults() {}

  /** New ones, in the order of the table. A fault belongs to one round at a time. */
  static List<Fault> all() {
    return Stream.of(
            ProcessFaults.all(),
            NetworkFaults.all(),
            RedisFaults.all(),
            TaskFaults.all(),
            StoreFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  static Optional<Fault> named(String name) {
    return all().stream().filter(fault -> fault.name().equals(name)).findFirst();
  }
}
