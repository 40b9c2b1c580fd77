package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.run.LossCount;

/** How summaries tell what was lost. */
final class Losses {
  private Losses() {}

  static String text(LossCount lost) {
    if (lost.isComplete()) {
      return Counts.of(lost.messages());
    }
    return lost.messages() == 0 ? "an unknown number" : Counts.of(lost.messages()) + " or more";
  }

  static Object json(LossCount lost) {
    return lost.isComplete() ? (Object) lost.messages() : "unknown";
  }
}
