package dev.conveyor.jobs.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of messages that the demo sent and counted, and the totals of its jobs.
 *
 * @param totals the total over all batches, by job
 */
record DemoResult(
    long wordsSent,
    long wordsCounted,
    long chocolatesSent,
    long chocolatesCounted,
    Map<String, Total> totals) {

  /**
   * The total of a job.
   *
   * @param sum the sum of all amounts
   * @param keys the number of distinct keys
   */
  record Total(long sum, long keys) {}

  /** Returns whether a message was sent. */
  boolean hasBegun() {
    return wordsSent + chocolatesSent > 0;
  }

  /** Returns whether as many words and chocolates were counted as sent. */
  boolean isComplete() {
    return wordsSent == wordsCounted && chocolatesSent == chocolatesCounted;
  }

  /** Returns the fields of the JSON summary, in order. */
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
