package dev.conveyor.jobs.local;

import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.input.TextSlice;
import java.util.ArrayList;
import java.util.List;

/** Cuts what a batch reads. */
final class LocalPartitions {
  private static final long SLICE = 32 << 20;

  /** For each thread, so that none waits long for the last one. */
  private static final int EACH = 4;

  private LocalPartitions() {}

  static List<LocalPartition> of(BatchContext work, int threads) throws InterruptedException {
    List<LocalPartition> portions = new ArrayList<>();
    TextSlice.cut(work.files(), SLICE, work.configuration())
        .forEach(slice -> portions.add(new LocalPartition.OfFile(slice)));
    if (work.messages().isPresent()) {
      work.messages()
          .get()
          .parts(work.messageParts(EACH * threads))
          .forEach(part -> portions.add(new LocalPartition.OfMessages(part)));
    }
    return portions;
  }
}
