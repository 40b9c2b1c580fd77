package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * A run that was submitted.
 *
 * @param ids what the service has made, for the user
 * @param runs in the order in which they will run
 */
public record SubmittedRun(List<String> ids, List<StartedRun> runs) {
  public SubmittedRun {
    ids = List.copyOf(ids);
    runs = List.copyOf(runs);
  }
}
