package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;

/** Counts bodies as they stand. */
public final class Numbers implements Mapping {
  private static final long serialVersionUID = 1;

  @Override
  public void map(Bytes record, Tally into) {
    into.add(record.buffer(), record.from(), record.to(), 1);
  }
}
