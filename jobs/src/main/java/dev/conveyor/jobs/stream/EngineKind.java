package dev.conveyor.jobs.stream;

import java.util.Locale;

/** The engines of a stream. */
public enum EngineKind {
  /** Spark Streaming, on discretized streams. */
  DSTREAM,

  /** Structured Streaming, in micro-batches. */
  STRUCTURED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
