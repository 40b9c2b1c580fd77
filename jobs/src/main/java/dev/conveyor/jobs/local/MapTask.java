package dev.conveyor.jobs.local;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Maps slice after slice into one tally, as long as any are pending. Runs on one thread. */
final class MapTask implements Callable<MapTask> {
  private final Pending pending;
  private final Mapping mapping;
  private final DeadLetters deadLetters;
  private final Tally tally = new Tally();
  private final Bytes record = new Bytes();
  private long records;
  private long dead;

  MapTask(Pending pending, Job job, DeadLetters deadLetters) {
    this.pending = pending;
    this.mapping = job.newMapping();
    this.deadLetters = deadLetters;
  }

  @Override
  public MapTask call() {
    for (FileSlice slice = pending.poll(); slice != null; slice = pending.poll()) {
      read(slice);
      pending.finish(slice);
    }
    return this;
  }

  private void read(FileSlice slice) {
    try {
      slice.read((buffer, from, to) -> map(record.set(buffer, from, to), slice.path()));
    } catch (IOException e) {
      throw BatchException.cannot(
          "read input " + slice.path(), e, "check the file, then run the batch again");
    }
  }

  private void map(Bytes body, String source) {
    records++;
    try {
      mapping.map(body, tally);
    } catch (UnparsableException e) {
      dead++;
      deadLetters.write(DeadLetter.of(e.reason(), source, body.buffer(), body.from(), body.to()));
    }
  }

  Tally tally() {
    return tally;
  }

  long records() {
    return records;
  }

  long dead() {
    return dead;
  }
}
