package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Range;
import java.util.List;

/**
 * What one batch of a run holds.
 *
 * @param id counts per output, from 0
 * @param ranges of each address that can be read again, in the order of the plan; one that holds
 *     nothing ends where it begins
 * @param contents whether a restart can repeat it
 */
public record RunBatch(long id, List<Range> ranges, Contents contents) {

  /** Whether the messages of a batch can be read again. */
  public enum Contents {
    /** Ranges, which hold the same messages every time: a batch that is not done is repeated. */
    REPEATABLE,
    /**
     * Messages that were read live. The batch is never repeated and its id never used again; what
     * was not acknowledged comes again, in another batch.
     */
    LIVE
  }

  public RunBatch {
    ranges = List.copyOf(ranges);
  }

  /** A batch of ranges. */
  public RunBatch(long id, List<Range> ranges) {
    this(id, ranges, Contents.REPEATABLE);
  }

  /** Whether it holds messages that were read live. */
  public boolean isLive() {
    return contents == Contents.LIVE;
  }

  /** How many messages its ranges held when they were chosen; 0 of live messages. */
  public long messages() {
    return ranges.stream().mapToLong(Range::messages).sum();
  }
}
