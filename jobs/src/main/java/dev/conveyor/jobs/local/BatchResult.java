package dev.conveyor.jobs.local;

import java.time.Duration;

/**
 * What a batch did.
 *
 * @param records that were read, dead ones among them
 * @param pairs that the job made of them
 * @param keys different ones: lines of output
 * @param malformed sequences in text that were no UTF-8
 * @param dead records that the job could not take
 */
public record BatchResult(
    long records, long pairs, long keys, long malformed, long dead, Duration elapsed) {}
