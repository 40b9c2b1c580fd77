package dev.conveyor.jobs.stage;

import java.io.Serializable;

/**
 * One record in, any number of (key, amount) pairs out. Runs unchanged on every engine.
 *
 * <p>An instance belongs to one thread and may keep buffers between records. A job of one's own is
 * a public class that implements this and has a public constructor without arguments.
 *
 * <p>A record counts wholly or not at all: what an instance has added for one before it throws is
 * taken back. The instance is then used again, for another attempt at the record or for the next
 * one, so it clears its buffers at the start of a call. See {@link ErrorPolicy} for what happens to
 * the record. A job whose thread is interrupted ends soon, and throws.
 */
public interface Mapping extends Serializable {

  /**
   * Adds the pairs of one record.
   *
   * @param record valid during this call
   * @throws UnparsableException if the job cannot read the record, which then is a dead letter
   */
  void map(Bytes record, Tally into);
}
