package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.chaos.StructuredDoor.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The catalogue of doors. */
final class Doors {
  private static final String LIST = "list=numbers";
  private static final String STREAM = "stream=log";
  private static final String ACKNOWLEDGED = "queue&acknowledged";
  private static final String TOPIC = "topic=t&envelope";
  private static final String FEEDS_ACKNOWLEDGED = "&hwm=500&lease=3s&wait=2m";
  private static final String FEEDS_TOPIC = "&nodrop&wait=2m";
  private static final Set<Trait> LISTED = Set.of(Trait.LIST, Trait.REPORTS_LOSS);
  private static final Set<Trait> STREAMED = Set.of(Trait.STREAM, Trait.REPORTS_LOSS);
  private static final Set<Trait> BOTH = Set.of(Trait.LIST, Trait.STREAM, Trait.REPORTS_LOSS);
  private static final List<String> EXACT =
      List.of("--guarantee", "exactly-once", "--on-loss", "count");
  private static final List<String> FAILING =
      List.of("--guarantee", "exactly-once", "--on-loss", "fail");

  private static final List<Door> ALL =
      List.of(
          new StreamDoor("stream-list", LISTED, redis(LIST), EXACT),
          new StreamDoor("stream-stream", STREAMED, redis(STREAM), EXACT),
          new StreamDoor("stream-both", BOTH, redis(LIST, STREAM), EXACT),
          new StreamDoor("stream-trim", STREAMED, redis(STREAM + "&trim"), EXACT),
          new SharedDoor(),
          new StreamDoor(
              "stream-until-quit",
              BOTH,
              redis(LIST, STREAM),
              List.of("--guarantee", "exactly-once", "--on-loss", "count", "--until-quit")),
          new StreamDoor("stream-on-loss-fail", BOTH, redis(LIST, STREAM), FAILING),
          new StreamDoor(
              "stream-acknowledged",
              Set.of(Trait.ZEROMQ),
              site -> List.of(acknowledged()),
              List.of("--guarantee", "at-least-once")),
          new StreamDoor(
              "stream-mixed",
              Set.of(Trait.LIST, Trait.ZEROMQ, Trait.RECEIVER, Trait.REPORTS_LOSS),
              site -> List.of(exactly(site, LIST), acknowledged(), topic()),
              List.of("--on-loss", "count")),
          new BatchDoor("batch-list", LIST),
          new BatchDoor("batch-stream", STREAM),
          new WorkDoor("work", WorkDoor.Target.OUTPUT),
          new WorkDoor("work-to-list", WorkDoor.Target.LIST),
          new WorkDoor("work-to-acknowledged", WorkDoor.Target.ACKNOWLEDGED),
          new RelayDoor("relay-topic", Doors::topic),
          new RelayDoor("relay-acknowledged", Doors::acknowledged),
          new S3Door(),
          structured("structured", Set.of(Trait.LIST, Trait.STREAM), Target.LIST, LIST, STREAM),
          structured("structured-list", Set.of(Trait.LIST), Target.STREAM, LIST),
          structured("structured-stream", Set.of(Trait.STREAM), Target.LIST, STREAM));

  private Doors() {}

  /** A list that is read live, as a receiver does: it promises less. */
  static final Door AT_MOST_ONCE =
      new StreamDoor(
          "stream-at-most-once",
          Set.of(Trait.LIST, Trait.RECEIVER),
          site -> List.of(Source.redis(site, LIST, Promise.AT_MOST_ONCE)),
          List.of("--guarantee", "at-most-once"));

  private static Source exactly(Site site, String query) {
    return Source.redis(site, query, Promise.EXACTLY_ONCE);
  }

  private static Source acknowledged() {
    return Source.zeromq(ACKNOWLEDGED, FEEDS_ACKNOWLEDGED, Promise.AT_LEAST_ONCE);
  }

  private static Source topic() {
    return Source.zeromq(TOPIC, FEEDS_TOPIC, Promise.AT_MOST_ONCE_COUNTED);
  }

  private static Door structured(
      String name, Set<Trait> sources, Target target, String... queries) {
    return new StructuredDoor(name, sources, redis(queries), target);
  }

  /** Lists and streams of these names on the Redis of a round. */
  private static Function<Site, List<Source>> redis(String... queries) {
    return site -> Stream.of(queries).map(query -> exactly(site, query)).toList();
  }

  static List<Door> all() {
    return ALL;
  }

  static Optional<Door> named(String name) {
    return ALL.stream().filter(door -> door.name().equals(name)).findFirst();
  }
}
