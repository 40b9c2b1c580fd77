package dev.conveyor.streaming;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A repeatable reader of a queue or log for one driver of one run. It divides the waiting messages
 * into ranges and slices that stay unchanged until they are released. Any task on any machine can
 * read a slice any number of times.
 *
 * <p>Belongs to one thread, except {@link #ensureHeld}. The backlog chooses ranges; the run records
 * each choice, processes the messages, and then releases them. A driver that restarts a run parses
 * the recorded positions and requests the slices of the same range. They hold the same messages.
 *
 * <p>A driver has a lease on its run with a fencing token, see {@link BacklogOptions}. A fenced
 * driver can neither choose nor release: the methods that would do so throw a {@link
 * FencedException}. Methods wait out a lost connection. They throw a {@link TransportException} if
 * it does not come back.
 */
public interface Backlog extends AutoCloseable {

  Address address();

  /** Returns the position at which a new run begins. */
  Position start() throws InterruptedException;

  /**
   * Parses a recorded position.
   *
   * @throws IllegalArgumentException if the text is not a position of this transport
   */
  Position parse(String recorded);

  /** Returns the lag: the number of messages after a position. */
  long waiting(Position from) throws InterruptedException;

  /**
   * Returns the time at which the first message after a position was sent; empty if none waits or
   * the transport cannot tell.
   */
  default Optional<Instant> oldest(Position from) throws InterruptedException {
    return Optional.empty();
  }

  /**
   * Chooses the next range; empty if no message waits and none was lost. The choice counts once the
   * run has recorded it. An unrecorded choice is made again, and the next range includes its
   * messages.
   */
  Optional<Range> next(Position from, Bounds bounds) throws InterruptedException;

  /**
   * Divides a range into slices, in order and without overlap; none if it holds no messages.
   *
   * @param parallelism the approximate number of slices
   */
  default List<Slice> slices(Range range, int parallelism) throws InterruptedException {
    return range.messages() == 0
        ? List.of()
        : slices(range.from(), range.to(), (int) Math.min(parallelism, range.messages()));
  }

  /**
   * Divides the messages between two positions into slices, in order and without overlap. The same
   * positions give the same messages until these are released, also to a later driver of the run.
   * One call may span several {@linkplain #next chosen} ranges.
   *
   * @param from exclusive
   * @param to inclusive; a position chosen from there, in one step or several
   * @param parallelism the approximate number of slices; a slice may be empty
   */
  List<Slice> slices(Position from, Position to, int parallelism) throws InterruptedException;

  /** Releases all messages up to a position. Their effects must be durable. May be repeated. */
  void release(Position upTo) throws InterruptedException;

  /**
   * Returns whether the transport knows that all messages up to a position were released. Released
   * messages need no repetition, since a release follows their durable effects. False where the
   * transport cannot tell. Always true of the latest release, unless the transport has lost it.
   */
  boolean isReleased(Position upTo) throws InterruptedException;

  /**
   * Checks that this driver has the lease on its run now and for a moment longer. Call it right
   * before each effect outside of this transport. Asks the transport only once the lease may have
   * run out. Safe for threads.
   *
   * @throws FencedException if another driver has the run
   */
  void ensureHeld() throws InterruptedException;

  /**
   * Returns whether the transport failed to serve this backlog at some time since the previous
   * call. A slow answer counts as such, even without a lost connection. The time of such a failure
   * is not idle time.
   */
  boolean wasAway();

  /**
   * Gives up the lease. Messages that were chosen and not released stay for the run's next driver.
   */
  @Override
  void close();
}
