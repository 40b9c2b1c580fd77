package dev.conveyor.streaming.work;

import dev.conveyor.streaming.ReaderOptions.End;
import java.time.Duration;
import java.util.Optional;

/**
 * The conditions under which a worker ends.
 *
 * @param idleTimeout the time without a message after which it ends, not counting time without the
 *     server of the queue; empty for no timeout
 * @param end the meaning of the message {@code quit}; with {@link End#AT_MARKER} it ends the worker
 *     that reads it
 */
public record WorkerOptions(Optional<Duration> idleTimeout, End end) {

  /** Returns options that end a worker only by an interrupt. */
  public static WorkerOptions forever() {
    return new WorkerOptions(Optional.empty(), End.NEVER);
  }

  public WorkerOptions withIdleTimeout(Duration timeout) {
    return new WorkerOptions(Optional.of(timeout), end);
  }

  public WorkerOptions endingAtMarker() {
    return new WorkerOptions(idleTimeout, End.AT_MARKER);
  }
}
