package dev.conveyor.streaming.stats;

/**
 * Percentiles of delivery latency in milliseconds, from the producer's clock to the reader's. Never
 * negative, even if the clocks differ.
 */
public record Latency(long p50, long p99) {}
