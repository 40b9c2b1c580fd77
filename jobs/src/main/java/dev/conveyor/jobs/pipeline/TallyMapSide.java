package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.Tally;
import java.util.Iterator;
import java.util.List;

/**
 * Combines into tallies and sends each reduce task its part, packed, once the task ends or the
 * tallies have 64 MiB. Belongs to one thread.
 */
final class TallyMapSide implements MapSide {
  private static final long FULL = 64 << 20;

  private final Iterator<RecordBlock> blocks;
  private final RecordTally records;
  private final List<Integer> jobs;
  private final int partitions;
  private final ShuffleSink sink;
  private long pairs;
  private long malformed;

  /**
   * @param jobs index that shuffle records carry for each job of the tally
   * @param partitions number of reduce tasks that share the keys
   */
  TallyMapSide(
      Iterator<RecordBlock> blocks,
      RecordTally records,
      List<Integer> jobs,
      int partitions,
      ShuffleSink sink) {
    this.blocks = blocks;
    this.records = records;
    this.jobs = jobs;
    this.partitions = partitions;
    this.sink = sink;
  }

  @Override
  public boolean advance() {
    boolean isThere = blocks.hasNext();
    if (isThere) {
      records.add(blocks.next());
    } else {
      records.close(); // Here, where a failure of a job still fails the task.
    }
    if (!isThere || records.footprint() >= FULL) {
      for (int job = 0; job < jobs.size(); job++) {
        send(jobs.get(job), records.take(job));
      }
    }
    return isThere;
  }

  private void send(int job, Tally tally) {
    pairs += tally.pairs();
    malformed += tally.malformed();
    if (tally.keys() > 0 || tally.malformed() > 0) {
      for (int partition = 0; partition < partitions; partition++) {
        sink.send(new ShuffleKey(partition, Kind.COUNTS, job), tally.pack(partition, partitions));
      }
    }
  }

  @Override
  public BatchCounts figures() {
    return BatchCounts.of(records.records(), pairs, 0, malformed, records.dead());
  }

  @Override
  public void close() {
    records.close();
  }
}
