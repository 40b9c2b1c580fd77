package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import java.util.List;
import java.util.Optional;

/** What an address says about topics, whatever its transport. */
final class Topics {
  private static final List<String> NAMES = List.of("topic", "channel");

  private Topics() {}

  /** Whether it is a topic's and names none, so that each message names its own. */
  static boolean areLeftOpen(Address address) {
    return NAMES.stream()
        .filter(address::has)
        .map(address::value)
        .flatMap(Optional::stream)
        .anyMatch(String::isEmpty);
  }
}
