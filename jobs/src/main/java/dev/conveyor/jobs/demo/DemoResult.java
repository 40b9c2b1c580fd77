package dev.conveyor.jobs.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that the demo sent, those that were counted, and the totals in the result folders.
 *
 * @param totals job to its total over all batches
 */
record DemoResult(
    long wordsSent,
    long wordsCounted,
    long chocolatesSent,
    long chocolatesCounted,
    Map<String, Total> totals) {

  /**
   * @param sum of all amounts
   * @param keys how many different ones
   */
  record Total(long sum, long keys) {}

  boolean isComplete() {
    return wordsSent == wordsCounted && chocolatesSent == chocolatesCounted;
  }

  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("messages", wordsCounted + chocolatesCounted);
    summary.put("words", Map.of("sent", wordsSent, "counted", wordsCounted));
    summary.put("chocolates", Map.of("sent", chocolatesSent, "counted", chocolatesCounted));
    totals.forEach(
        (job, total) -> summary.put(job, Map.of("sum", total.sum(), "keys", total.keys())));
    return summary;
  }
}
