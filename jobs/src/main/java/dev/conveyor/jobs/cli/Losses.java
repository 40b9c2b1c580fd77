package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.run.LossCount;
import java.util.Map;
import dev.conveyor.jobs.console.Formats;

/** How summaries tell what was lost, and what was counted twice. */
final class Losses {
  private Losses() {}

  /** For example {@code 5 lost}, and what was counted twice if that is not none. */
  static String text(LossCount lost) {
    String twice =
        lost.countedTwice() == Loss.UNKNOWN ? "an unknown number" : Formats.count(lost.countedTwice());
    return number(lost) + " lost" + (lost.countedTwice() == 0 ? "" : "; counted twice: " + twice);
  }

  private static String number(LossCount lost) {
    if (lost.isComplete()) {
      return Formats.count(lost.messages());
    }
    return lost.messages() == 0 ? "an unknown number" : Formats.count(lost.messages()) + " or more";
  }

  /** Both as numbers or {@code "unknown"}. */
  static void addTo(Map<String, Object> summary, LossCount lost) {
    summary.put("lost", lost.isComplete() ? (Object) lost.messages() : "unknown");
    summary.put(
        "countedTwice",
        lost.countedTwice() == Loss.UNKNOWN ? "unknown" : (Object) lost.countedTwice());
  }
}
