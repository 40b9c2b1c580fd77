package dev.conveyor.jobs.batch;

/** Receives the progress of a batch, from one thread at a time. */
@FunctionalInterface
public interface Progress {
  /** Ignores progress. */
  Progress NONE = (done, total) -> {};

  /**
   * Receives progress in units of the engine's choice. {@code done} never falls and ends at {@code
   * total}.
   */
  void advanced(long done, long total);
}
