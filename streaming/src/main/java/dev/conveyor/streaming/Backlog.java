package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;

/**
 * The repeatable way to read: what waits is cut into ranges and slices that stay put until they are
 * released, so that any task on any machine may read them any number of times.
 *
 * <p>A backlog belongs to one driver of one run, and to one thread but for {@link #ensureHeld}. It
 * chooses; the run records what it chose, then processes, then releases. A driver that restarts a
 * run parses the recorded positions and asks for the slices of the same range again: they hold the
 * same messages.
 *
 * <p>A driver holds its run by a lease with a fencing token, see {@link BacklogOptions}. One that
 * was taken over chooses and releases nothing more: every method that would says so by a {@link
 * FencedException}. A lost connection is waited out; one that does not come back is a {@link
 * TransportException}.
 */
public interface Backlog extends AutoCloseable {

  Address address();

  /** Returns the position at which a new run begins. */
  Position start() throws InterruptedException;

  /**
   * A position as it stands in a run's record.
   *
   * @throws IllegalArgumentException if no position of this transport reads like that
   */
  Position parse(String recorded);

  /** The lag: how many messages lie after that position. */
  long waiting(Position from) throws InterruptedException;

  /**
   * Chooses the next range; empty if nothing waits and nothing was lost. The choice counts once it
   * is recorded; one that was not recorded is made anew, and what it would have held is in the
   * next.
   */
  Optional<Range> next(Position from, Bounds bounds) throws InterruptedException;

  /**
   * Cuts a range into slices, in order and without overlap; none if it holds no messages.
   *
   * @param parallelism about how many
   */
  default List<Slice> slices(Range range, int parallelism) throws InterruptedException {
    return range.messages() == 0
        ? List.of()
        : slices(range.from(), range.to(), (int) Math.min(parallelism, range.messages()));
  }

  /**
   * Cuts the messages between two positions into slices, in order and without overlap. The same
   * positions give the same messages until these are released, also to a later driver of the run.
   * One call may span several {@linkplain #next chosen} ranges.
   *
   * @param from exclusive
   * @param to inclusive; a position that was chosen from there, in one step or several
   * @param parallelism about how many slices; a slice may be empty
   */
  List<Slice> slices(Position from, Position to, int parallelism) throws InterruptedException;

  /** The effects of everything up to here are safe: what the ranges held may go. Repeatable. */
  void release(Position upTo) throws InterruptedException;

  /**
   * Returns whether everything up to here was released, as the transport knows it: a release comes
   * after the effects are safe, so that what was released needs no repetition. False where the
   * transport cannot tell; always true of the latest release, unless the transport has lost it.
   */
  boolean isReleased(Position upTo) throws InterruptedException;

  /**
   * Returns if this driver still holds its run, and for a moment longer; to be asked right before
   * each effect outside of this transport. Asks the transport only once the lease may have run out.
   * Safe for threads.
   *
   * @throws FencedException if another driver has taken the run over
   */
  void ensureHeld() throws InterruptedException;

  /**
   * Returns whether the transport did not serve this backlog, connected or not, at some time since
   * the previous call; a slow answer is one. Time in which it did not serve is not idle time.
   */
  boolean wasAway();

  /** Gives up the lease; what is chosen and not released stays for the run's next driver. */
  @Override
  void close();
}
