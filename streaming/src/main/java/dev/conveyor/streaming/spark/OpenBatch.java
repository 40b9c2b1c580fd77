package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.RunBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch that was chosen and not yet released.
 *
 * @param addresses the place of the address of each partition
 * @param counts what the tasks tell of each partition
 * @param since when it was chosen, as {@link System#nanoTime} tells
 */
record OpenBatch(RunBatch batch, List<Integer> addresses, PartitionCounts counts, long since) {

  /** How many messages it was to hold of the address that had most: what bounds are about. */
  long largest() {
    return batch.ranges().stream().mapToLong(Range::messages).max().orElse(0);
  }

  /** How many partitions were not read to their end: what they hold cannot be compared. */
  int unread() {
    return addresses.size() - counts.value().size();
  }

  /** By address: how much less was there than had been chosen. All none unless all was read. */
  List<Loss> shortfalls() {
    long[] read = new long[batch.ranges().size()];
    for (int partition = 0; partition < addresses.size(); partition++) {
      Long count = counts.value().get(partition);
      if (count == null) {
        return batch.ranges().stream().map(range -> Loss.NONE).toList();
      }
      read[addresses.get(partition)] += count;
    }
    List<Loss> shortfalls = new ArrayList<>();
    for (int address = 0; address < read.length; address++) {
      shortfalls.add(Loss.since(batch.ranges().get(address).messages(), read[address]));
    }
    return shortfalls;
  }
}
