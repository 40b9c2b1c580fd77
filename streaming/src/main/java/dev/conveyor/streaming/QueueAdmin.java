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
   * @param done acknowledged by readers that count attempts; {@link #NONE} for a log, whose entries
   *     are never done
   * @param dead dead letters
   */
  record Counts(long waiting, long inWork, long claimed, long done, long dead) {
    /** In place of a number that this kind of queue does not have. */
    public static final long NONE = -1;
  }

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
   * @param endedAgo the time since its driver closed it with nothing left to release; empty if a
   *     driver has it, its last driver died, or something is left. Such a run may be started again
   */
  record Run(
      String name,
      long claimed,
      Duration leaseLeft,
      Optional<String> checkpoint,
      Optional<Duration> endedAgo) {

    /** Creates a run that has not ended. */
    public Run(String name, long claimed, Duration leaseLeft, Optional<String> checkpoint) {
      this(name, claimed, leaseLeft, checkpoint, Optional.empty());
    }

    /** Returns whether no driver has a lease on it. */
    public boolean isAbandoned() {
      return leaseLeft.isZero();
    }
  }

  /**
   * A message that waits.
   *
   * @param id the transport's identifier of the message; empty where it has none
   * @param bytes the length of its body
   * @param beginning the body, or its first bytes; without an envelope
   * @param problem the reason why it has no body; empty if it has one
   */
  record Waiting(String id, long bytes, byte[] beginning, Optional<String> problem) {

    /** Creates a message that has a body. */
    public Waiting(String id, long bytes, byte[] beginning) {
      this(id, bytes, beginning, Optional.empty());
    }
  }

  /**
   * A dead letter.
   *
   * @param attempts the number of readers that have taken it
   * @param body may be shortened
   */
  record Dead(String reason, int attempts, byte[] body) {}

  /** Returns whether the server holds anything of the queue: messages, or the state of readers. */
  default boolean exists() throws InterruptedException {
    return true;
  }

  Counts counts() throws InterruptedException;

  /**
   * Returns the messages that readers would take next, in that order, and takes none of them.
   *
   * @param most the maximum number, positive
   * @param kept the number of bytes that are returned of a body at most
   * @throws TransportException if the transport cannot show messages, or the server refuses
   */
  default List<Waiting> peek(int most, int kept) throws InterruptedException {
    throw new TransportException(
        "cannot show the messages that wait: this transport only lets readers take them; leave"
            + " --peek out");
  }

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

  /** Returns the dead letters one by one; empty if the queue keeps none. */
  default Optional<DeadLetters> deadLetters() {
    return Optional.empty();
  }

  /** Requeues dead letters at the tail with attempts reset to 0, and returns their number. */
  long requeueDead() throws InterruptedException;

  /** Returns the messages of readers with an expired lease to the head; returns their number. */
  long returnExpired() throws InterruptedException;

  @Override
  void close();
}
