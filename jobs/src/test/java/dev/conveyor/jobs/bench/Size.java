package dev.conveyor.jobs.bench;

import java.util.Locale;

/** The scale of a run: sizes of corpora, and numbers of messages. */
enum Size {
  /** For tests: all rows within a minute or two. */
  TINY(4_000),
  SMALL(50),
  /** The sizes of the goals. */
  FULL(1);

  private final long divisor;

  Size(long divisor) {
    this.divisor = divisor;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what stands for this amount of the full size: bytes, messages or keys. */
  long of(long full) {
    return Math.max(1, full / divisor);
  }
}
