package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Inspects and repairs a queue or a log, without reading from it. Belongs to one thread. */
public interface QueueAdmin extends AutoCloseable {

  /**
   * The messages of a queue at one moment.
   *
   * @param waiting taken by no reader; of a log, all entries
   * @param inWork taken by a reader and not yet acknowledged
   * @param claimed claimed by runs and not released, including claims of unknown runs
   * @param done acknowledged by readers that count attempts
   * @param dead set aside with a reason
   */
  record Counts(long waiting, long inWork, long claimed, long done, long dead) {}

  /**
   * A reader of the queue.
   *
   * @param held the number of messages that it has in work
   * @param leaseLeft the rest of its lease; zero once it has expired
   */
  record Holder(String name, long held, Duration leaseLeft) {}

  /**
   * A run that reads its {@link Backlog}.
   *
   * @param claimed the number of messages that it has claimed and not released; of a log, of those
   *     after what it has released, or -1 if the transport cannot tell
   * @param leaseLeft the rest of its driver's lease; zero if no driver has one
   * @param checkpoint the folder of its checkpoint; empty if it is unknown
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
   */
  record Dead(String reason, int attempts, byte[] body) {}

  Counts counts() throws InterruptedException;

  /** Returns the known readers, also those that died with messages in work. */
  List<Holder> holders() throws InterruptedException;

  /** Returns the known runs, by name. */
  List<Run> runs() throws InterruptedException;

  /**
   * Returns the folder of a run's checkpoint; empty if it is unknown. A run that was dropped here
   * is known for a day, since it may have claims at other addresses.
   */
  default Optional<String> checkpoint(String run) throws InterruptedException {
    return runs().stream()
        .filter(known -> known.name().equals(run))
        .findFirst()
        .flatMap(Run::checkpoint);
  }

  /**
   * Drops an abandoned run: returns its unreleased messages to the head in their order, fences off
   * its drivers, and keeps no log entries for it. Returned messages may have been processed, if the
   * driver died between the output and the release. May be repeated, also after a part.
   *
   * @return the number of messages that were returned
   * @throws TransportException if there is no such run, or a driver of it is alive
   */
  long dropRun(String run) throws InterruptedException;

  /**
   * Drops a run for its own driver, as {@link #dropRun(String)} does; the lease of that driver does
   * not prevent it. May be repeated: a run that was dropped has nothing to return.
   *
   * @param token of that driver, positive
   * @return the number of messages that were returned
   * @throws FencedException if a driver with a higher token was here; nothing is returned then
   * @throws TransportException if another driver of the run is alive
   */
  long dropRun(String run, long token) throws InterruptedException;

  /**
   * Returns dead letters, oldest first; bodies may be cut.
   *
   * @param most the maximum number
   */
  List<Dead> dead(int most) throws InterruptedException;

  /** Requeues dead letters at the tail, with attempts reset to 0; returns their number. */
  long requeueDead() throws InterruptedException;

  /** Returns messages of readers whose lease has expired to the head; returns their number. */
  long returnExpired() throws InterruptedException;

  @Override
  void close();
}
