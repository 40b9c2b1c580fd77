package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.Tally;

/**
 * Combines into a tally and sends each reduce task its part, packed, once the task ends or the
 * tally has 64 MiB. Belongs to one thread.
 */
final class TallyMapSide implements MapSide {
  private static final long FULL = 64 << 20;

  private final RecordTally records;
  private final int partitions;
  private final ShuffleSink sink;
  private long pairs;
  private long malformed;

  /**
   * @param partitions how many reduce tasks there are
   * @param task the number of this task: its dead letters go to one reduce task
   */
  TallyMapSide(BatchPlan plan, int partitions, int task, ShuffleSink sink) {
    ShuffleKey dead = new ShuffleKey(task % partitions, Kind.DEAD);
    this.records =
        new RecordTally(plan.job(), plan.errors(), letter -> sink.send(dead, letter.toJson()));
    this.partitions = partitions;
    this.sink = sink;
  }

  @Override
  public void map(RecordBlock block) {
    records.add(block);
    if (records.tally().footprint() >= FULL) {
      send();
    }
  }

  @Override
  public void finish() {
    send();
  }

  private void send() {
    Tally tally = records.take();
    pairs += tally.pairs();
    malformed += tally.malformed();
    if (tally.keys() > 0 || tally.malformed() > 0) {
      for (int partition = 0; partition < partitions; partition++) {
        sink.send(new ShuffleKey(partition, Kind.COUNTS), tally.pack(partition, partitions));
      }
    }
  }

  @Override
  public long records() {
    return records.records();
  }

  @Override
  public long dead() {
    return records.dead();
  }

  @Override
  public long pairs() {
    return pairs;
  }

  @Override
  public long malformed() {
    return malformed;
  }
}
