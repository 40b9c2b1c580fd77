package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.TextSlice;
import dev.conveyor.streaming.run.SnapshotPart;

/** The input of one thread at a time. */
sealed interface LocalPartition {

  /** The approximate size in bytes, for progress. */
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
    private static final long USUAL_MESSAGE = 64;

    @Override
    public long size() {
      return part.messages() * USUAL_MESSAGE;
    }
  }
}
