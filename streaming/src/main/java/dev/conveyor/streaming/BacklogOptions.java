package dev.conveyor.streaming;

import java.time.Duration;
import java.util.Optional;

/**
 * Who reads a backlog, and how.
 *
 * @param run names the run: letters, digits, {@code -} and {@code _}. What it has chosen, no other
 *     run reads
 * @param token numbers the drivers of a run: at each address the highest that ever came holds the
 *     run, and all lower ones are fenced off
 * @param lease after which a driver that is not heard of may be taken over
 * @param maxMessage bytes; a larger body comes through dead
 * @param checkpoint where the run has its checkpoint, for {@link QueueAdmin.Run#checkpoint}; empty
 *     if it has none
 */
public record BacklogOptions(
    String run, long token, Duration lease, int maxMessage, Optional<String> checkpoint) {
  public BacklogOptions {
    if (!run.matches("[A-Za-z0-9_-]{1,100}")) {
      throw new IllegalArgumentException("run \"" + run + "\"");
    }
    if (token < 1) {
      throw new IllegalArgumentException("token " + token);
    }
  }

  /** The run's driver of that number, with a lease of 10 s, for messages of up to 64 MiB. */
  public static BacklogOptions of(String run, long token) {
    return new BacklogOptions(
        run, token, Duration.ofSeconds(10), MessageReader.DEFAULT_MAX_MESSAGE, Optional.empty());
  }

  public BacklogOptions withToken(long higher) {
    return new BacklogOptions(run, higher, lease, maxMessage, checkpoint);
  }

  public BacklogOptions withLease(Duration span) {
    return new BacklogOptions(run, token, span, maxMessage, checkpoint);
  }

  public BacklogOptions withMaxMessage(int bytes) {
    return new BacklogOptions(run, token, lease, bytes, checkpoint);
  }

  public BacklogOptions withCheckpoint(String folder) {
    return new BacklogOptions(run, token, lease, maxMessage, Optional.of(folder));
  }
}
