package dev.conveyor.jobs.local;

/** Learns how far a batch is. Called by one thread at a time, though not always the same. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /** In bytes of input; {@code done} never falls and ends at {@code total}. */
  void advanced(long done, long total);
}
