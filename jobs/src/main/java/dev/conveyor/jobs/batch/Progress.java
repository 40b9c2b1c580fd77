package dev.conveyor.jobs.batch;

/** Learns how far a batch is. Called by one thread at a time, though not always the same. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /** In units of the engine's choice; {@code done} never falls and ends at {@code total}. */
  void advanced(long done, long total);
}
