package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.parameter.Parameters;
import java.util.List;
import java.util.OptionalInt;

/**
 * Maps one record to any number of (key, amount) pairs. Runs unchanged on every engine.
 *
 * <p>A user's job is a public class that implements this interface and has a public constructor
 * without arguments. The driver creates an instance to ask for the job's parameters. Each task
 * creates one of its own, opens it, puts its records through it on one thread, and closes it, also
 * if the task fails. So an instance may keep buffers and connections between records.
 *
 * <p>A record counts wholly or not at all: if an instance throws, its pairs of that record are
 * rolled back. The instance is then reused, for another attempt or for the next record, so it
 * clears its buffers at the start of a call. {@link ErrorPolicy} tells the treatment of the record.
 * A job whose thread is interrupted ends soon, and throws.
 */
@FunctionalInterface
public interface Mapping {

  /** Returns the parameters that this job takes: the same for all instances of a class. */
  default List<Parameter<?>> parameters() {
    return List.of();
  }

  /**
   * Returns the number of entries, those with the largest sums, that the result keeps; empty if it
   * keeps all. Such a job cannot run on a stream. The driver calls this on an instance that is not
   * open.
   *
   * @return 1 or more
   */
  default OptionalInt top(Parameters parameters) {
    return OptionalInt.empty();
  }

  /**
   * Takes the parameters and acquires resources, once a task, before the first record.
   *
   * @throws Exception if that fails; the task fails, and {@link #close} is called
   */
  default void open(Parameters parameters) throws Exception {}

  /**
   * Adds the pairs of one record.
   *
   * @param record bytes of one line without its LF or CRLF, or of one message; valid during this
   *     call
   * @throws UnparsableException if the job cannot parse the record, which then is a dead letter
   */
  void map(Bytes record, Tally into);

  /**
   * Releases resources, once a task, also if {@link #open} or a record has failed.
   *
   * @throws Exception if that fails; the task fails, unless it has failed before
   */
  default void close() throws Exception {}
}
