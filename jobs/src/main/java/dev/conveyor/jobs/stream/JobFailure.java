package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.JobException;
import java.util.Optional;

/**
 * A batch that has failed since a job has.
 *
 * @param line what the job has thrown, and on which message
 */
record JobFailure(String line, Throwable cause) {

  /** Looks for it in what Spark has made of it. */
  static Optional<JobFailure> in(Throwable thrown) {
    return JobException.messageIn(thrown).map(line -> new JobFailure(line, thrown));
  }

  /** {@code isRepeatable}: whether all that the batch held is read again. */
  StreamException exception(boolean isRepeatable) {
    String next =
        isRepeatable
            ? ", then start again: the same batch is read again"
            : ", then start again: what receivers had read of the batch is lost";
    return new StreamException(line + next, cause);
  }
}
