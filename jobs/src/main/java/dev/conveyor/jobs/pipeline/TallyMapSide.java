package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.merge.MemoryShare;
import dev.conveyor.jobs.merge.SortedBlocks;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.Tally;
import java.util.Iterator;
import java.util.List;

/**
 * Combines pairs in tallies. Sends each reduce task its part as sorted blocks, once the task ends
 * or a tally is full. Belongs to one thread.
 */
final class TallyMapSide implements MapSide {
  /** The size of the first tallies: they fit the caches of a processor. */
  private static final long FIRST = 8 << 20;

  private static final long MOST = 128 << 20;

  /** The number of pairs a key from which larger tallies are worth their memory. */
  private static final int COMBINING = 2;

  private final Iterator<RecordBlock> blocks;
  private final RecordTally records;
  private final List<Integer> jobs;
  private final int partitions;
  private final ShuffleSink sink;
  private final MemoryShare share = MemoryShare.open();
  private long size = FIRST;
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
    records.sendFullTo(new Sink());
  }

  @Override
  public boolean advance() {
    boolean isThere = blocks.hasNext();
    if (isThere) {
      limit();
      records.add(blocks.next());
    } else {
      records.close(); // Here, where a failure of a job still fails the task.
      records.sendAll();
    }
    return isThere;
  }

  private void limit() {
    long bytes = share.bytes();
    records.limitTo(Math.min(size, bytes), bytes);
  }

  private final class Sink implements FullTallySink {
    @Override
    public boolean raisesLimit(int job, Tally tally) {
      boolean isWorthIt =
          size < Math.min(MOST, share.bytes()) && tally.pairs() / COMBINING >= tally.keys();
      if (isWorthIt) {
        size *= 2;
        limit();
      }
      return isWorthIt;
    }

    @Override
    public void take(int job, Tally tally) {
      pairs += tally.pairs();
      malformed += tally.malformed();
      SortedBlocks.send(
          tally,
          partitions,
          (partition, block) ->
              sink.send(new ShuffleKey(partition, Kind.COUNTS, jobs.get(job)), block));
    }
  }

  @Override
  public BatchCounts figures() {
    return BatchCounts.of(records.records(), pairs, 0, malformed, records.dead());
  }

  @Override
  public void close() {
    share.close();
    records.close();
  }
}
