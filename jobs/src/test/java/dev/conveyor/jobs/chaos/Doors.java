package dev.conveyor.jobs.chaos;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The catalogue of doors. */
final class Doors {
  private static final Set<Trait> LIST = Set.of(Trait.LIST, Trait.REPORTS_LOSS);
  private static final Set<Trait> STREAM = Set.of(Trait.STREAM, Trait.REPORTS_LOSS);
  private static final Set<Trait> BOTH = Set.of(Trait.LIST, Trait.STREAM, Trait.REPORTS_LOSS);
  private static final List<String> EXACT =
      List.of("--guarantee", "exactly-once", "--on-loss", "count");

  private static final List<Door> ALL =
      List.of(
          stream("stream-list", LIST, from("list=numbers"), EXACT),
          stream("stream-stream", STREAM, from("stream=log"), EXACT),
          stream("stream-both", BOTH, from("list=numbers", "stream=log"), EXACT),
          stream("stream-trim", STREAM, from("stream=log&trim"), EXACT),
          new SharedDoor(),
          new BatchDoor("batch-list", "list=numbers"),
          new BatchDoor("batch-stream", "stream=log"),
          new WorkDoor("work", false),
          new WorkDoor("work-to-list", true));

  private Doors() {}

  /** A list or stream that is read live, as a receiver does: it promises less. */
  static final Door AT_MOST_ONCE =
      new StreamDoor(
          "stream-at-most-once",
          Promise.AT_MOST_ONCE,
          Set.of(Trait.LIST),
          from("list=numbers"),
          List.of("--guarantee", "at-most-once"));

  private static Door stream(
      String name, Set<Trait> sources, Function<Site, List<String>> from, List<String> options) {
    return new StreamDoor(name, Promise.EXACTLY_ONCE, sources, from, options);
  }

  /** The addresses of these on the Redis of a round. */
  private static Function<Site, List<String>> from(String... queries) {
    return site -> java.util.stream.Stream.of(queries).map(query -> address(site, query)).toList();
  }

  static String address(Site site, String query) {
    return "redis://127.0.0.1:" + site.redis().port() + "?" + query;
  }

  static List<Door> all() {
    return ALL;
  }

  static Optional<Door> named(String name) {
    return ALL.stream().filter(door -> door.name().equals(name)).findFirst();
  }
}
