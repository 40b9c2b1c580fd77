package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.StartPoint;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.internal.RunKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The parsed address of a stream.
 *
 * @param key the stream itself: any client may append to it and read it
 * @param field that holds the body
 * @param trim how many entries a writer keeps about; 0 for all
 * @param trims whether runs drop what all of them have released
 * @param start {@code earliest}, {@code latest} or the ID of the first entry to read
 * @param enveloped whether a writer adds the fields of an envelope
 */
record RedisStream(
    RedisServer server,
    String key,
    String field,
    long trim,
    boolean trims,
    String start,
    boolean enveloped) {
  static final String EARLIEST = "earliest";
  static final String LATEST = "latest";

  /**
   * Reads the address of a stream.
   *
   * @throws dev.conveyor.streaming.AddressException if the address is no stream's
   */
  static RedisStream of(Address address) {
    RedisServer.allowOnly(address, "stream", "start", "field", "trim", "envelope");
    Optional<String> key = address.value("stream");
    if (key.isEmpty() || key.get().isEmpty()) {
      throw address.refused("it names no stream", "write redis://HOST?stream=KEY");
    }
    boolean trims = address.hasNoValue("trim");
    return new RedisStream(
        RedisServer.of(address),
        key.get(),
        field(address),
        trims ? 0 : address.number("trim", 0, 1, Long.MAX_VALUE),
        trims,
        start(address),
        address.flag("envelope"));
  }

  private static String field(Address address) {
    String field = address.value("field").orElse("body");
    if (field.isEmpty() || field.startsWith("conveyor-")) {
      throw address.refused("parameter field is \"" + field + "\"", "name another field");
    }
    return field;
  }

  private static String start(Address address) {
    String start = address.value("start").orElse(EARLIEST);
    return checked(start, address, "parameter start");
  }

  private static String checked(String start, Address address, String what) {
    if (!start.equals(EARLIEST) && !start.equals(LATEST) && StreamId.parse(start).isEmpty()) {
      throw address.refused(
          what + " is \"" + start + "\"", "give earliest, latest or an ID like 1700000000000-0");
    }
    return start;
  }

  /**
   * Returns the stream with another start.
   *
   * @throws dev.conveyor.streaming.AddressException if a stream cannot be read from there
   */
  RedisStream startingAt(StartPoint point) {
    String text =
        point
            .time()
            .map(time -> Math.max(0, time.toEpochMilli()) + "-0")
            .orElseGet(point::toString);
    String checked = checked(text, address(), "the start");
    return new RedisStream(server, key, field, trim, trims, checked, enveloped);
  }

  /**
   * Returns the highest ID up to a point: an ID itself, or the one right before a time.
   *
   * @throws dev.conveyor.streaming.AddressException if a stream cannot be read up to there
   */
  StreamId lastUpTo(StartPoint point) {
    String text = startingAt(point).start();
    return switch (text) {
      case EARLIEST -> StreamId.ZERO;
      case LATEST -> StreamId.HIGHEST;
      default -> {
        StreamId id = StreamId.parse(text).orElseThrow();
        yield point.time().isPresent() ? id.before() : id;
      }
    };
  }

  /** Returns the ID right before the first one that the address asks for; zero for the latest. */
  StreamId firstBefore() {
    return start.equals(EARLIEST) || start.equals(LATEST)
        ? StreamId.ZERO
        : StreamId.parse(start).orElseThrow().before();
  }

  public Address address() {
    return server.address();
  }

  byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] fieldBytes() {
    return field.getBytes(StandardCharsets.UTF_8);
  }

  /** The keys in which a run keeps its state beside this stream. */
  RunKeys runKeys(String run) {
    return new RunKeys(server, key, "stream", run);
  }
}
