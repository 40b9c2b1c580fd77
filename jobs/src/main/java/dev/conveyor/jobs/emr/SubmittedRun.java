package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * The result of a {@link Submission}.
 *
 * @param ids the IDs of all that the service has created, for the user
 * @param runs the runs, in the order of their execution
 */
public record SubmittedRun(List<String> ids, List<StartedRun> runs) {
  public SubmittedRun {
    ids = List.copyOf(ids);
    runs = List.copyOf(runs);
  }
}
