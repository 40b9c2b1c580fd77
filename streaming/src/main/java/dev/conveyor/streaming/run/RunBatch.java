package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.List;

/**
 * A batch of a run.
 *
 * @param id counts per output, from 0
 * @param ranges of each address that can be read again, in the order of the plan; an empty one ends
 *     where it begins
 * @param contents tells whether a restart can repeat it
 */
public record RunBatch(long id, List<Range> ranges, Contents contents) {

  /** The kind of messages that a batch holds. */
  public enum Contents {
    /** Ranges, which hold the same messages each time: a batch that is not done is repeated. */
    REPEATABLE,
    /**
     * Messages that were read live. The batch is never repeated and its id never used again.
     * Unacknowledged messages come again, in another batch.
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

  /** Returns whether it holds messages that were read live. */
  public boolean isLive() {
    return contents == Contents.LIVE;
  }

  /** Returns the positions after which its ranges begin, in the order of the plan. */
  public List<Position> from() {
    return ranges.stream().map(Range::from).toList();
  }

  /** Returns the positions at which its ranges end, in the order of the plan. */
  public List<Position> to() {
    return ranges.stream().map(Range::to).toList();
  }

  /** Returns the number of messages in its ranges when they were chosen; 0 of live messages. */
  public long messages() {
    return ranges.stream().mapToLong(Range::messages).sum();
  }
}
