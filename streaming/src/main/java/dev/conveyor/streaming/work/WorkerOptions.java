package dev.conveyor.streaming.work;

import java.time.Duration;
import java.util.Optional;

/**
 * When a worker ends.
 *
 * @param patience after so long without a message, time while a server that holds messages is away
 *     not counted; empty for never
 * @param end what the message {@code quit} means
 */
public record WorkerOptions(Optional<Duration> patience, End end) {

  /** What the message {@code quit} means. */
  public enum End {
    /** A message like others. */
    NEVER,
    /** An end marker: it ends the worker that takes it. */
    AT_MARKER
  }

  /** Works until it is interrupted. */
  public static WorkerOptions forever() {
    return new WorkerOptions(Optional.empty(), End.NEVER);
  }

  public WorkerOptions withPatience(Duration span) {
    return new WorkerOptions(Optional.of(span), end);
  }

  public WorkerOptions endingAtMarker() {
    return new WorkerOptions(patience, End.AT_MARKER);
  }
}
