package dev.conveyor.streaming;

import java.util.List;

/** Commits the epochs of a query, in their order. Belongs to one thread. */
public interface EpochCommitter extends AutoCloseable {

  /**
   * Puts the elements of an epoch into the target, once. If an earlier attempt has chosen stages
   * for this epoch, those count: they are moved, and these are discarded. Waits while the target
   * has no room, and while the server is away or has no memory.
   *
   * @param epoch not negative; an epoch up to the latest committed one changes nothing
   * @param stages of all tasks, one for each
   * @throws TransportException if a stage has lost elements, the server refuses, or the connection
   *     does not come back; the epoch is then to be committed again
   */
  void commit(long epoch, List<Stage> stages) throws InterruptedException;

  /** Deletes those stages that were not chosen, if the server answers; else they expire. */
  void discard(List<Stage> stages);

  /**
   * Forgets the query, which must not write again, and the stages of an epoch that it does not
   * complete.
   */
  void forget() throws InterruptedException;

  @Override
  void close();
}
