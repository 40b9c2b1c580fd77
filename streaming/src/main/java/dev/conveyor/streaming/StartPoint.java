package dev.conveyor.streaming;

import java.time.Instant;
import java.util.Optional;

/**
 * The point in a backlog at which a new run begins.
 *
 * @param id the identifier of the first message to read; empty if the kind is not {@link Kind#ID}
 * @param time the earliest time of the messages to read; empty if the kind is not {@link Kind#TIME}
 */
public record StartPoint(Kind kind, Optional<String> id, Optional<Instant> time) {

  /** The kinds of start points. */
  public enum Kind {
    /** The oldest message that is kept. */
    EARLIEST,

    /** The first message that comes after the run has begun. */
    LATEST,

    /** A message, by its identifier. */
    ID,

    /** A time. */
    TIME
  }

  /** Returns the oldest message that is kept. */
  public static StartPoint earliest() {
    return new StartPoint(Kind.EARLIEST, Optional.empty(), Optional.empty());
  }

  /** Returns the first message that comes after the run has begun. */
  public static StartPoint latest() {
    return new StartPoint(Kind.LATEST, Optional.empty(), Optional.empty());
  }

  /** Returns the message with that identifier, or the next one if there is none. */
  public static StartPoint id(String id) {
    return new StartPoint(Kind.ID, Optional.of(id), Optional.empty());
  }

  /** Returns the first message of that time or later. */
  public static StartPoint time(Instant time) {
    return new StartPoint(Kind.TIME, Optional.empty(), Optional.of(time));
  }

  /** Parses {@code earliest}, {@code latest}, or else an identifier. */
  public static StartPoint parse(String text) {
    return switch (text) {
      case "earliest" -> earliest();
      case "latest" -> latest();
      default -> id(text);
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case EARLIEST -> "earliest";
      case LATEST -> "latest";
      case ID -> id.orElseThrow();
      case TIME -> time.orElseThrow().toString();
    };
  }
}
