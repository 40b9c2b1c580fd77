package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Range;
import java.util.List;

/**
 * What one batch of a run holds.
 *
 * @param id counts per record, from 0
 * @param ranges of each address that can be read again, in the order of the plan; one that holds
 *     nothing ends where it begins
 */
public record RunBatch(long id, List<Range> ranges) {
  public RunBatch {
    ranges = List.copyOf(ranges);
  }

  /** How many messages its ranges held when they were chosen. */
  public long messages() {
    return ranges.stream().mapToLong(Range::messages).sum();
  }
}
