package dev.conveyor.jobs.local;

import dev.conveyor.jobs.input.TextSlice;
import dev.conveyor.streaming.run.SnapshotPart;

/** The input that one thread reads at a time. */
sealed interface LocalPartition {

  /** In bytes, about: for those who watch. */
  long size();

  /** Of a file. */
  record OfFile(TextSlice slice) implements LocalPartition {
    @Override
    public long size() {
      return slice.length();
    }
  }

  /** Of a queue or a log. */
  record OfMessages(SnapshotPart part) implements LocalPartition {
    private static final long USUAL_MESSAGE = 64;

    @Override
    public long size() {
      return part.messages() * USUAL_MESSAGE;
    }
  }
}
