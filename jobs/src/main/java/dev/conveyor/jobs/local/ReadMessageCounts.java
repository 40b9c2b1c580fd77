package dev.conveyor.jobs.local;

import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/** Counts the messages that were read, to compare them with the snapshot. Safe for threads. */
final class ReadMessageCounts {
  private final Optional<Snapshot> snapshot;
  private final AtomicLongArray counts;

  private ReadMessageCounts(Optional<Snapshot> snapshot, int addresses) {
    this.snapshot = snapshot;
    this.counts = new AtomicLongArray(addresses);
  }

  static ReadMessageCounts of(BatchContext work) {
    int addresses = work.messages().map(snapshot -> snapshot.messages().size()).orElse(0);
    return new ReadMessageCounts(work.messages(), addresses);
  }

  void add(int address, long messages) {
    counts.addAndGet(address, messages);
  }

  /**
   * Returns the lost messages, after all partitions were read.
   *
   * @throws dev.conveyor.streaming.run.LossException if messages are lost, and the plan says to
   *     fail then
   */
  LossCount verified() {
    if (snapshot.isEmpty()) {
      return LossCount.NONE;
    }
    List<Long> read =
        LongStream.range(0, counts.length())
            .mapToObj(address -> counts.get((int) address))
            .toList();
    List<Loss> losses = snapshot.get().verify(read);
    return LossCount.of(losses);
  }
}
