package dev.conveyor.jobs.stage;

import java.io.Serializable;

/**
 * One record in, any number of (key, amount) pairs out. Runs unchanged on every engine.
 *
 * <p>An instance belongs to one thread and may keep buffers between records. A job of one's own is
 * a public class that implements this and has a public constructor without arguments.
 */
public interface Mapping extends Serializable {

  /**
   * Adds the pairs of one record.
   *
   * @param record valid during this call
   * @throws UnparsableException if the job cannot read the record; nothing of it is then tallied
   */
  void map(Bytes record, Tally into);
}
