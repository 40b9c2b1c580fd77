package dev.conveyor.jobs.local;

import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.input.TextSlice;
import java.util.ArrayList;
import java.util.List;

/** Cuts the input of a batch into partitions. */
final class LocalPartitions {
  private static final long SLICE = 32 << 20;

  /** Partitions for each thread, so that no thread waits long for the last one. */
  private static final int EACH = 4;

  private LocalPartitions() {}

  static List<LocalPartition> of(BatchContext work, int threads) throws InterruptedException {
    List<LocalPartition> partitions = new ArrayList<>();
    TextSlice.cut(work.files(), SLICE, work.configuration())
        .forEach(slice -> partitions.add(new LocalPartition.OfFile(slice)));
    if (work.messages().isPresent()) {
      work.messages()
          .get()
          .parts(work.messageParts(EACH * threads))
          .forEach(part -> partitions.add(new LocalPartition.OfMessages(part)));
    }
    return partitions;
  }
}
