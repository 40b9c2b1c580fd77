package dev.conveyor.streaming.stats;

import java.util.Optional;

/**
 * Percentiles of delivery latency in milliseconds, from the producer's clock to the reader's. Never
 * negative, even if the clocks differ.
 *
 * @param afterWarmUp of the messages that were read after the warm-up; empty if there were none
 */
public record Latency(long p50, long p99, Optional<AfterWarmUp> afterWarmUp) {

  /**
   * Percentiles without the warm-up, which is the first ten seconds from the first message with an
   * envelope on, see {@link DeliveryStats}.
   *
   * @param messages the number of messages that they are of
   */
  public record AfterWarmUp(long p50, long p99, long messages) {}
}
