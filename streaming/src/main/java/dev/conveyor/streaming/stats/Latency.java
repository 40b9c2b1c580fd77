package dev.conveyor.streaming.stats;

/**
 * How long messages were on their way, in milliseconds, by the producer's clock at one end and the
 * reader's at the other; never below zero, whatever the clocks say.
 */
public record Latency(long p50, long p99) {}
