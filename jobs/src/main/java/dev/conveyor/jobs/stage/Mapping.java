package dev.conveyor.jobs.stage;

import java.io.Serializable;

/**
 * Maps one record to any number of (key, amount) pairs. Runs unchanged on every engine.
 *
 * <p>An instance belongs to one thread and may keep buffers between records. A user's job is a
 * public class that implements this interface and has a public constructor without arguments.
 *
 * <p>A record counts wholly or not at all: if an instance throws, its pairs of that record are
 * rolled back. The instance is then reused, for another attempt or for the next record, so it
 * clears its buffers at the start of a call. {@link ErrorPolicy} tells the treatment of the record.
 * A job whose thread is interrupted ends soon, and throws.
 */
public interface Mapping extends Serializable {

  /**
   * Adds the pairs of one record.
   *
   * @param record bytes of one line without its LF or CRLF, or of one message; valid during this
   *     call
   * @throws UnparsableException if the job cannot parse the record, which then is a dead letter
   */
  void map(Bytes record, Tally into);
}
