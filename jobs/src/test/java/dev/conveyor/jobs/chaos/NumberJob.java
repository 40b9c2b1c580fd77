package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;

/** Counts bodies as they stand. A {@link MarkedTask} misbehaves after its first message. */
public final class NumberJob implements Mapping {
  private static final long serialVersionUID = 1;

  private boolean begun;

  @Override
  public void map(Bytes record, Tally into) {
    into.add(record.buffer(), record.from(), record.to(), 1);
    if (!begun) {
      begun = true;
      MarkedTask.misbehave();
    }
  }
}
