package dev.conveyor.jobs.output;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.plan.BatchPlan;
import java.io.IOException;

/** The errors on the output of one batch. */
public record OutputErrors(BatchPlan plan) {

  BatchException rejected(String reason, String advice) {
    return new BatchException(
        "cannot write output " + plan.output() + ": " + reason + "; " + advice);
  }

  /** An output that cannot be used under that name. */
  public BatchException unusable(Exception cause) {
    return BatchException.cannot("write output " + plan.output(), cause, "name another folder");
  }

  /** An output that could not be written. */
  BatchException unwritten(IOException cause) {
    return BatchException.cannot(
        "write output " + plan.output(),
        cause,
        "check the file system and its free space, then run the batch again");
  }
}
