package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at a queue or a log and mends it, without reading from it. Belongs to one thread. */
public interface QueueAdmin extends AutoCloseable {

  /**
   * How a queue stood at one moment, in messages.
   *
   * @param waiting not yet taken by anybody; in a log, all that are there
   * @param inWork taken by a reader and not yet acknowledged
   * @param claimed taken by runs and not released, with what lies in claims of no known run
   * @param done acknowledged by readers that count attempts
   * @param dead set aside with a reason
   */
  record Counts(long waiting, long inWork, long claimed, long done, long dead) {}

  /**
   * A reader of the queue.
   *
   * @param held how many messages it has in work
   * @param leaseLeft until it is taken for dead; zero if it is
   */
  record Holder(String name, long held, Duration leaseLeft) {}

  /**
   * A run that reads it again and again, see {@link Backlog}.
   *
   * @param claimed how many messages it has claimed and not released; of a log, how many lie after
   *     what it has released, or -1 if the transport cannot tell
   * @param leaseLeft until its driver may be taken over; zero if it has none
   * @param checkpoint where it has its checkpoint; empty if that is not known
   */
  record Run(String name, long claimed, Duration leaseLeft, Optional<String> checkpoint) {

    /** Whether no driver holds it. */
    public boolean isAbandoned() {
      return leaseLeft.isZero();
    }
  }

  /**
   * A message that was set aside.
   *
   * @param attempts how many readers had it in hand
   */
  record Dead(String reason, int attempts, byte[] body) {}

  Counts counts() throws InterruptedException;

  /** The readers that are known, also those that died with messages in hand. */
  List<Holder> holders() throws InterruptedException;

  /** The runs that are known, by name. */
  List<Run> runs() throws InterruptedException;

  /**
   * Where the run of that name has its checkpoint, also one that was forgotten here less than a day
   * ago: what it holds elsewhere may not be. Empty if that is not known.
   */
  default Optional<String> checkpoint(String run) throws InterruptedException {
    return runs().stream()
        .filter(known -> known.name().equals(run))
        .findFirst()
        .flatMap(Run::checkpoint);
  }

  /**
   * Forgets an abandoned run: what it has claimed and not released goes back to the head, in its
   * order, and a log is no longer kept for it. Its drivers are fenced off. Among what goes back may
   * be messages whose effects are safe, if the driver ended between that and their release.
   * Repeatable, also after a part.
   *
   * @return how many messages went back
   * @throws TransportException if there is no such run, or a driver of it is alive
   */
  long forgetRun(String run) throws InterruptedException;

  /**
   * Forgets a run for its own driver, as {@link #forgetRun(String)} does. The driver's own lease
   * does not hinder it. Repeatable: a run that is forgotten already has nothing to return.
   *
   * @param token of that driver, positive
   * @return how many messages went back
   * @throws FencedException if a driver with a higher token was here; nothing goes back then
   * @throws TransportException if another driver of the run is alive
   */
  long forgetRun(String run, long token) throws InterruptedException;

  /** The first dead ones, oldest first, at most so many; bodies may be cut. */
  List<Dead> dead(int most) throws InterruptedException;

  /** Puts the dead back to the tail, without their past; returns how many. */
  long requeueDead() throws InterruptedException;

  /** Puts back what readers hold whose lease has run out; returns how many. */
  long giveBackExpired() throws InterruptedException;

  @Override
  void close();
}
