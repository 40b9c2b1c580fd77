package dev.conveyor.streaming;

import java.util.List;

/**
 * The repeatable way to read: what waits is cut into ranges and slices that stay put until they are
 * released, so that any task on any machine may read them any number of times.
 *
 * <p>A backlog belongs to one run and one thread. It chooses; the run records what it chose, then
 * processes, then releases. Whoever restarts a run parses the recorded positions and asks for the
 * slices of the same range again: they hold the same messages.
 */
public interface Backlog extends AutoCloseable {

  /** Where a new run begins. */
  Position start();

  /**
   * A position as it stands in a run's record.
   *
   * @throws IllegalArgumentException if no position of this transport reads like that
   */
  Position parse(String recorded);

  /** The lag: how many messages lie after that position. */
  long waiting(Position from);

  /**
   * Chooses the end of the next range: {@code from} itself if nothing waits. The choice counts once
   * it is recorded; a choice that was not recorded is made anew.
   */
  Position end(Position from, Bounds bounds);

  /** The range in at most so many slices, in order and without overlap; none if it is empty. */
  List<Slice> slices(Position from, Position to, int parallelism);

  /** The effects of everything up to here are safe: what the ranges held may go. */
  void release(Position upTo);

  @Override
  void close();
}
