package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Inspects and repairs a queue or a log, without reading from it. Belongs to one thread. */
public interface QueueAdmin extends AutoCloseable {

  /**
   * The numbers of messages of a queue at one moment.
   *
   * @param waiting not taken by a reader; for a log, all entries
   * @param inWork taken by a reader and not yet acknowledged
   * @param claimed claimed by runs and not released, including claims of unknown runs
   * @param done acknowledged by readers that count attempts
   * @param dead dead letters
   */
  record Counts(long waiting, long inWork, long claimed, long done, long dead) {}

  /**
   * A reader of the queue.
   *
   * @param held the number of unacknowledged messages that it has taken
   * @param leaseLeft the remaining time of its lease; zero once it has expired
   */
  record Holder(String name, long held, Duration leaseLeft) {}

  /**
   * A run that reads its {@link Backlog}.
   *
   * @param claimed the number of messages that it has claimed and not released. For a log, the
   *     number after its released position; -1 if the transport cannot tell
   * @param leaseLeft the remaining time of its driver's lease; zero if no driver has one
   * @param checkpoint the folder of its checkpoint; empty if unknown
   */
  record Run(String name, long claimed, Duration leaseLeft, Optional<String> checkpoint) {

    /** Returns whether no driver has a lease on it. */
    public boolean isAbandoned() {
      return leaseLeft.isZero();
    }
  }

  /**
   * A dead letter.
   *
   * @param attempts the number of readers that have taken it
   * @param body may be shortened
   */
  record Dead(String reason, int attempts, byte[] body) {}

  Counts counts() throws InterruptedException;

  /** Returns the known readers, including those that died with unacknowledged messages. */
  List<Holder> holders() throws InterruptedException;

  /** Returns the known runs, by name. */
  List<Run> runs() throws InterruptedException;

  /**
   * Returns the folder of a run's checkpoint; empty if unknown. A run that was dropped here stays
   * known for a day, since it may have claims at other addresses.
   */
  default Optional<String> checkpoint(String run) throws InterruptedException {
    return runs().stream()
        .filter(known -> known.name().equals(run))
        .findFirst()
        .flatMap(Run::checkpoint);
  }

  /**
   * Drops an abandoned run. Returns its unreleased messages to the head of the queue in their
   * order, fences its drivers, and keeps no log entries for it. Returned messages may have been
   * processed, if the driver died between the output and the release. May be repeated, also after
   * an incomplete call.
   *
   * @return the number of returned messages
   * @throws TransportException if the run is unknown, or a driver of it is alive
   */
  long dropRun(String run) throws InterruptedException;

  /**
   * Drops a run for its own driver, like {@link #dropRun(String)}, despite that driver's lease. May
   * be repeated: a dropped run has no messages to return.
   *
   * @param token the fencing token of that driver, positive
   * @return the number of returned messages
   * @throws FencedException if a driver with a higher token was here; no message is returned then
   * @throws TransportException if another driver of the run is alive
   */
  long dropRun(String run, long token) throws InterruptedException;

  /**
   * Returns dead letters, oldest first; bodies may be shortened.
   *
   * @param most the maximum number
   */
  List<Dead> dead(int most) throws InterruptedException;

  /** Requeues dead letters at the tail with attempts reset to 0, and returns their number. */
  long requeueDead() throws InterruptedException;

  /** Returns the messages of readers with an expired lease to the head; returns their number. */
  long returnExpired() throws InterruptedException;

  @Override
  void close();
}
