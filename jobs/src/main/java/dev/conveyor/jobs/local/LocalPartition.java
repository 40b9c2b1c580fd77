package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.TextSlice;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.run.SnapshotPart;
import java.util.ArrayList;
import java.util.List;

/** A part of the input, which one thread reads. */
sealed interface LocalPartition {
  long SLICE_BYTES = 32 << 20;

  /**
   * The number of partitions per thread; several, so that no thread waits long for the last one.
   */
  int PARTITIONS_EACH = 4;

  /** Divides the input of a batch into partitions. */
  static List<LocalPartition> of(BatchContext work, int threads) throws InterruptedException {
    List<LocalPartition> partitions = new ArrayList<>();
    TextSlice.cut(work.files(), SLICE_BYTES, work.configuration())
        .forEach(slice -> partitions.add(new LocalPartition.OfFile(slice)));
    if (work.messages().isPresent()) {
      work.messages()
          .get()
          .parts(work.messageParts(PARTITIONS_EACH * threads))
          .forEach(part -> partitions.add(new LocalPartition.OfMessages(part)));
    }
    return partitions;
  }

  /** Returns the approximate size in bytes, for progress. */
  long size();

  /** A slice of a file. */
  record OfFile(TextSlice slice) implements LocalPartition {
    @Override
    public long size() {
      return slice.length();
    }
  }

  /** A part of a queue or log. */
  record OfMessages(SnapshotPart part) implements LocalPartition {
    /** The bytes that a message counts as. */
    static final long USUAL_MESSAGE = 64;

    @Override
    public long size() {
      return part.messages() * USUAL_MESSAGE;
    }
  }
}
