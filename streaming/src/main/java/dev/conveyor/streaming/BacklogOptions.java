package dev.conveyor.streaming;

import java.time.Duration;
import java.util.Optional;

/**
 * The options of a run's driver for reading a backlog.
 *
 * @param run the name of the run: 1 to 100 letters, digits, {@code -} and {@code _}; no other run
 *     reads the messages that it has chosen
 * @param token the fencing token of this driver, at least 1. At each address the highest token ever
 *     seen has the run; drivers with lower ones are fenced
 * @param lease the time without a sign of life after which another driver may take the run
 * @param maxMessage the size limit of a body in bytes; a message with a larger body becomes a dead
 *     letter
 * @param checkpoint the folder of the run's checkpoint, for {@link QueueAdmin.Run#checkpoint};
 *     empty if it has none
 * @param start the point at which a new run begins, the same for each driver of the run; empty for
 *     that of the address. See {@link Replayable#checkStart}
 */
public record BacklogOptions(
    String run,
    long token,
    Duration lease,
    int maxMessage,
    Optional<String> checkpoint,
    Optional<StartPoint> start) {
  public BacklogOptions {
    if (!run.matches("[A-Za-z0-9_-]{1,100}")) {
      throw new IllegalArgumentException("run \"" + run + "\"");
    }
    if (token < 1) {
      throw new IllegalArgumentException("token " + token);
    }
  }

  /** Returns options with a lease of 10 s, a size limit of 64 MiB, and no checkpoint. */
  public static BacklogOptions of(String run, long token) {
    return new BacklogOptions(
        run,
        token,
        Duration.ofSeconds(10),
        MessageReader.DEFAULT_MAX_MESSAGE,
        Optional.empty(),
        Optional.empty());
  }

  public BacklogOptions withToken(long higher) {
    return new BacklogOptions(run, higher, lease, maxMessage, checkpoint, start);
  }

  public BacklogOptions withLease(Duration span) {
    return new BacklogOptions(run, token, span, maxMessage, checkpoint, start);
  }

  public BacklogOptions withMaxMessage(int bytes) {
    return new BacklogOptions(run, token, lease, bytes, checkpoint, start);
  }

  public BacklogOptions withCheckpoint(String folder) {
    return new BacklogOptions(run, token, lease, maxMessage, Optional.of(folder), start);
  }

  public BacklogOptions withStart(StartPoint point) {
    return new BacklogOptions(run, token, lease, maxMessage, checkpoint, Optional.of(point));
  }
}
