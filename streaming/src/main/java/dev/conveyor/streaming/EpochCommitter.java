package dev.conveyor.streaming;

import java.util.List;

/** Commits the epochs of a query, in their order. Belongs to one thread. */
public interface EpochCommitter extends AutoCloseable {

  /**
   * Checks that the server answers, and has nothing else in place of the target. Does not wait.
   *
   * @throws TransportException if not
   */
  void probe() throws InterruptedException;

  /**
   * Puts the elements of an epoch into the target, once. If an earlier attempt has chosen stages
   * for this epoch, those count: they are moved, and these are discarded. Waits while the target
   * has no room, and while the server is away or has no memory.
   *
   * <p>A target that does not know the epoch before this one has lost it, perhaps with others and
   * with their elements: it was emptied, or restored to an earlier state. A target that the query
   * has not written to before looks the same.
   *
   * @param epoch not negative; an epoch up to the latest committed one changes nothing
   * @param stages of all tasks, one for each
   * @param mayMissEpochs whether a loss is counted, and does not end the query
   * @return the number of epochs that the target has lost since the query began, wholly or in part
   * @throws LostEpochsException if epochs before this one are missing, if they are consecutive, or
   *     elements of the chosen stages, and may not be. The epoch is then to be committed again
   * @throws TransportException if a stage has lost elements, the server refuses, or the connection
   *     does not come back; the epoch is then to be committed again; of a single epoch a part may
   *     be in the target
   */
  long commit(long epoch, List<Stage> stages, boolean mayMissEpochs) throws InterruptedException;

  /**
   * Deletes those stages that were not chosen, if the server answers; else they expire. Of a single
   * epoch those that were chosen too: a part of it then stays in the target.
   */
  void discard(List<Stage> stages);

  @Override
  void close();
}
