package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.RunBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch that was chosen and not yet released.
 *
 * @param addresses index of the address of each partition
 * @param counts messages that tasks have read of each partition
 * @param since {@link System#nanoTime} when it was chosen
 */
record OpenBatch(RunBatch batch, List<Integer> addresses, PartitionCounts counts, long since) {

  /** Returns the number of messages of its largest address, which bounds limit. */
  long largest() {
    return batch.ranges().stream().mapToLong(Range::messages).max().orElse(0);
  }

  /** Returns the number of partitions that were not read to their end. */
  int unread() {
    return addresses.size() - counts.value().size();
  }

  /**
   * Returns the losses of each address since it was chosen; none unless all partitions were read.
   */
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
